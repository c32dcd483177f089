import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { stopProcessTree } from './processTree';

const KEPT_OUTPUT_CHARACTERS = 200_000;
const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier', '--no-progress'];

export class NpmError extends Error {
	override readonly name = 'NpmError';

	constructor(
		command: string,
		/** The end of what npm printed. */
		readonly output: string,
	) {
		super(`npm ${command} failed`);
	}
}

export interface NpmOptions {
	cwd: string;
	/** npm's whole output is appended here. */
	logFile: string;
	env?: NodeJS.ProcessEnv;
	/** Aborting ends npm and everything that it has started. */
	signal?: AbortSignal;
}

// `npm start` names the npm that runs it: the same one is used, without a shell in between.
function npmCommand(): { command: string; args: string[]; shell: boolean } {
	const cli = process.env.npm_execpath;
	if (cli && basename(cli) === 'npm-cli.js') {
		return { command: process.execPath, args: [cli], shell: false };
	}
	return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

/**
 * Runs an npm command to its end.
 *
 * @returns what npm printed on its standard output
 * @throws NpmError when it fails; the signal's reason when aborted
 */
export async function runNpm(args: string[], options: NpmOptions): Promise<string> {
	options.signal?.throwIfAborted();
	await mkdir(dirname(options.logFile), { recursive: true });
	const log = createWriteStream(options.logFile, { flags: 'a' });
	log.write(`\n> npm ${args.join(' ')}\n`);

	const npm = npmCommand();
	// A process group of its own: Ctrl-C in the terminal is answered here, in one place.
	const child = spawn(npm.command, [...npm.args, ...args, ...QUIET], {
		cwd: options.cwd,
		env: options.env ?? process.env,
		shell: npm.shell,
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: process.platform !== 'win32',
	});
	let stdout = '';
	let output = '';
	const keep = (chunk: Buffer) => {
		log.write(chunk);
		output = (output + chunk.toString('utf8')).slice(-KEPT_OUTPUT_CHARACTERS);
	};
	child.stdout.on('data', (chunk: Buffer) => {
		stdout += chunk.toString('utf8');
		keep(chunk);
	});
	child.stderr.on('data', keep);

	const onAbort = () => void stopProcessTree(child, 0);
	options.signal?.addEventListener('abort', onAbort, { once: true });
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		options.signal?.throwIfAborted();
		if (code !== 0) throw new NpmError(args[0] ?? '', output);
		return stdout;
	} finally {
		options.signal?.removeEventListener('abort', onAbort);
		log.end();
	}
}
