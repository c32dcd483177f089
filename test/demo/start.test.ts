import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START = join(__dirname, '../../demo/start.js');

const runNode = (args: string[]) => spawnSync(process.execPath, args, { encoding: 'utf8' });

it.each(['16.20.2', '18.20.8', '20.18.0'])(
	'refuses Node.js %s and says which one it needs',
	(version) => {
		const { status, stderr } = runNode([
			'-e',
			`Object.defineProperty(process.versions, 'node', { value: '${version}' }); require(${JSON.stringify(START)})`,
		]);
		expect(status).toBe(1);
		expect(stderr).toContain('needs Node.js 20.18.1 or newer');
		expect(stderr).toContain(version);
		expect(stderr).not.toMatch(/^\s+at /m);
	},
);

it('asks for npm install when the packages are not there', () => {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-start-'));
	try {
		mkdirSync(join(folder, 'demo'));
		copyFileSync(START, join(folder, 'demo', 'start.js'));
		const { status, stderr } = runNode([join(folder, 'demo', 'start.js')]);
		expect(status).toBe(1);
		expect(stderr).toContain('Run "npm install" first');
		expect(stderr).not.toMatch(/^\s+at /m);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
