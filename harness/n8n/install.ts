import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { SetupError } from '../setupError';
import { NpmError, runNpm, type NpmOptions } from '../npm';
import { showProgress } from '../progress';
import { cacheRoot, nodeBinaryOf, readPinnedN8n, type PinnedN8n } from './cache';
import { explainInstallFailure } from './installFailure';

const LOCK_FOLDER = __dirname;
const NEEDED_BYTES = 4e9;
const CHECK_TIMEOUT_MS = 120_000;
// How long npm keeps trying when the network fails: seconds per package, not its own minutes.
const ASK_ONCE_MORE = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
const FETCH_PATIENCE = [
	'--fetch-retries=3',
	'--fetch-retry-factor=2',
	'--fetch-retry-mintimeout=1000',
	'--fetch-retry-maxtimeout=8000',
];

/** An n8n that can be started. */
export interface N8nInstallation {
	version: string;
	folder: string;
	/** The Node.js that runs this n8n. */
	nodeBinary: string;
	/** n8n's command, to be run by that Node.js. */
	entryPoint: string;
}

export interface InstallOptions {
	/** npm's output goes there. */
	logFile: string;
	/** Aborting removes what was installed so far. */
	signal?: AbortSignal;
	log?: (line: string) => void;
	/** Holds the installations. */
	root?: string;
}

const installationIn = (pinned: PinnedN8n, folder: string): N8nInstallation => ({
	version: pinned.version,
	folder,
	nodeBinary: nodeBinaryOf(pinned, folder),
	entryPoint: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
});

const isProcessAlive = (pid: number) => {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
};

const partialName = (pinned: PinnedN8n) =>
	`${pinned.folder}.partial-${process.pid}-${randomBytes(4).toString('hex')}`;

// Partial folders carry the process that fills them: those of dead ones are waste of gigabytes.
async function removeAbandoned(root: string): Promise<void> {
	for (const name of await readdir(root)) {
		const pid = Number(/\.partial-(\d+)-/.exec(name)?.[1]);
		if (pid && !isProcessAlive(pid)) {
			await rm(join(root, name), { recursive: true, force: true });
		}
	}
}

async function assertSpace(root: string): Promise<void> {
	const { bavail, bsize } = await statfs(root);
	if (bavail * bsize >= NEEDED_BYTES) return;
	throw new SetupError(
		`n8n needs about ${NEEDED_BYTES / 1e9} GB in ${root}, and ${((bavail * bsize) / 1e9).toFixed(1)} GB are free there. Free some space, or set XDG_CACHE_HOME to a folder on a larger disk, then run this again.`,
	);
}

async function npmInstall(pinned: PinnedN8n, folder: string, options: NpmOptions): Promise<void> {
	const progress = showProgress(() => {
		const done = pinned.packages.filter((path) => existsSync(join(folder, path, 'package.json')));
		// For a minute or two npm only asks its registry about them, and nothing is on the disk yet.
		if (done.length === 0) return `installing n8n ${pinned.version}: looking up its packages`;
		return `installing n8n ${pinned.version}: ${done.length} of about ${pinned.packages.length} packages`;
	});
	try {
		// Most install scripts of n8n's dependencies want to download or compile what n8n does
		// not need to run, and some of them fail. And not `npm ci`: it refuses a lock file that lacks
		// optional packages for other machines, which a registry may not have.
		await runNpm(
			[
				'install',
				'--no-save',
				'--ignore-scripts',
				'--include=optional',
				'--prefer-offline',
				...FETCH_PATIENCE,
			],
			options,
		);
	} finally {
		progress.stop();
	}
}

async function buildDatabaseDriver(
	pinned: PinnedN8n,
	folder: string,
	options: NpmOptions,
): Promise<void> {
	const nodeBinary = nodeBinaryOf(pinned, folder);
	const headers = join(dirname(dirname(nodeBinary)), 'include', 'node', 'node_api.h');
	const env: NodeJS.ProcessEnv = {
		...process.env,
		PATH: `${dirname(nodeBinary)}${delimiter}${process.env.PATH ?? ''}`,
		// The pinned Node.js brings its headers: none are downloaded.
		...(existsSync(headers) ? { npm_config_nodedir: dirname(dirname(nodeBinary)) } : {}),
	};
	const progress = showProgress(() => "building n8n's database driver, which may take two minutes");
	try {
		await runNpm(['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts'], {
			...options,
			env,
		});
	} finally {
		progress.stop();
	}
}

/** Runs n8n and its database driver once: what does not answer is not an installation. */
async function check({ version, folder, nodeBinary, entryPoint }: N8nInstallation): Promise<void> {
	const run = async (args: string[]) =>
		(await promisify(execFile)(nodeBinary, args, { cwd: folder, timeout: CHECK_TIMEOUT_MS }))
			.stdout;
	try {
		await run(['-e', "new (require('sqlite3').Database)(':memory:')"]);
		const answer = (await run([entryPoint, '--version'])).trim();
		if (answer !== version) throw new Error(`n8n --version answered ${answer}`);
	} catch (error) {
		throw new SetupError(
			`n8n was installed but does not run on this machine: ${(error as Error).message.split('\n').slice(0, 3).join(' ')}`,
		);
	}
}

async function fill(pinned: PinnedN8n, folder: string, options: InstallOptions): Promise<void> {
	const npm: NpmOptions = { cwd: folder, logFile: options.logFile, signal: options.signal };
	await mkdir(folder);
	for (const file of ['package.json', 'package-lock.json']) {
		await copyFile(join(LOCK_FOLDER, file), join(folder, file));
	}
	try {
		// Without a network the installation would try each of some optional packages in turn, for
		// minutes, before it says so.
		await runNpm(['view', `n8n@${pinned.version}`, 'version', ...ASK_ONCE_MORE], npm);
		await npmInstall(pinned, folder, npm);
		await buildDatabaseDriver(pinned, folder, npm);
	} catch (error) {
		if (error instanceof NpmError) {
			throw new SetupError(explainInstallFailure(error.output), options.logFile);
		}
		throw error;
	}
	await check(installationIn(pinned, folder));
}

/**
 * Makes sure that the pinned n8n, and the Node.js that it needs, stand in the cache folder.
 *
 * It is installed beside its place and moved there by one rename when it is complete and has
 * answered: nothing half-installed is ever found there, and two installations at once do not
 * touch each other.
 *
 * @throws SetupError that names the cause and the way out
 */
export async function installN8n(options: InstallOptions): Promise<N8nInstallation> {
	const root = options.root ?? cacheRoot();
	const pinned = readPinnedN8n(join(LOCK_FOLDER, 'package-lock.json'), root);
	if (existsSync(pinned.folder)) return installationIn(pinned, pinned.folder);

	await mkdir(root, { recursive: true });
	await removeAbandoned(root);
	await assertSpace(root);
	options.log?.(
		`Installing n8n ${pinned.version} (about 3 GB, some minutes). This happens once; it is kept in ${root}.`,
	);
	const partial = partialName(pinned);
	try {
		await fill(pinned, partial, options);
		await rename(partial, pinned.folder).catch((error: unknown) => {
			// Another start was faster: its installation is as good.
			if (!existsSync(pinned.folder)) throw error;
		});
	} finally {
		if (existsSync(partial)) {
			if (options.signal?.aborted) options.log?.('Removing what was installed so far …');
			await rm(partial, { recursive: true, force: true });
		}
	}
	return installationIn(pinned, pinned.folder);
}
