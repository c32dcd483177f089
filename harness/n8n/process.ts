import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../setupError';
import { stopProcessTree } from '../processTree';
import { n8nEnvironment, type N8nSettings } from './environment';
import type { N8nInstallation } from './install';

const READY_TIMEOUT_MS = 180_000;
const READY_POLL_MS = 200;
const STOP_GRACE_MS = 20_000;
const SHOWN_LOG_LINES = 15;
const KEPT_LOG_CHARACTERS = 20_000;

export interface N8nProcessOptions extends N8nSettings {
	installation: N8nInstallation;
	/** Everything that n8n prints goes there; an older file is replaced. */
	logFile: string;
	/** Aborting while n8n starts ends it. */
	signal?: AbortSignal;
}

export interface N8nProcess {
	/** Without a trailing slash. */
	url: string;
	logFile: string;
	/** Resolves when n8n ends by itself. Does not resolve after `stop`. */
	died: Promise<SetupError>;
	/** Ends n8n and everything that it has started. */
	stop: () => Promise<void>;
	/** The same without letting n8n tidy up, as a power cut does. */
	kill: () => Promise<void>;
}

async function answersReady(url: string): Promise<boolean> {
	try {
		const response = await fetch(`${url}/healthz/readiness`, {
			signal: AbortSignal.timeout(5_000),
		});
		await response.arrayBuffer();
		return response.ok;
	} catch {
		return false;
	}
}

/**
 * Starts n8n and waits until its editor can be opened.
 *
 * @throws SetupError with the end of n8n's log when n8n ends while it starts, or takes longer than three minutes
 */
export async function startN8n(options: N8nProcessOptions): Promise<N8nProcess> {
	const { installation, logFile, port, signal } = options;
	signal?.throwIfAborted();
	await mkdir(dirname(logFile), { recursive: true });
	await mkdir(options.userFolder, { recursive: true });
	const log = createWriteStream(logFile, { mode: 0o600 });
	const url = `http://127.0.0.1:${port}`;

	// A process group of its own: Ctrl-C in the terminal is answered by the demo, in order.
	const child = spawn(installation.nodeBinary, [installation.entryPoint, 'start'], {
		cwd: options.userFolder,
		env: n8nEnvironment(options),
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: process.platform !== 'win32',
	});
	let tail = '';
	let editorAnnounced = false;
	const keep = (chunk: Buffer) => {
		log.write(chunk);
		tail = (tail + chunk.toString('utf8')).slice(-KEPT_LOG_CHARACTERS);
		editorAnnounced ||= tail.includes('Editor is now accessible');
	};
	child.stdout.on('data', keep);
	child.stderr.on('data', keep);

	const failure = (what: string) =>
		new SetupError(
			`${what} The last lines of its log:\n${tail.trim().split('\n').slice(-SHOWN_LOG_LINES).join('\n')}`,
			logFile,
		);
	let stopping = false;
	const died = new Promise<SetupError>((resolve) => {
		const report = (reason: string) =>
			!stopping && resolve(failure(`n8n stopped by itself (${reason}).`));
		child.once('error', (error) => report(error.message));
		child.once('close', (code, killedBy) => report(killedBy ?? `exit code ${code}`));
	});
	const end = async (graceMs: number) => {
		stopping = true;
		await stopProcessTree(child, graceMs);
		log.end();
	};
	const stop = () => end(STOP_GRACE_MS);
	const kill = () => end(0);

	try {
		let gone: SetupError | undefined;
		void died.then((error) => (gone = error));
		const deadline = Date.now() + READY_TIMEOUT_MS;
		while (!(editorAnnounced && (await answersReady(url)))) {
			signal?.throwIfAborted();
			if (gone) throw gone;
			if (Date.now() > deadline) throw failure('n8n did not become ready within three minutes.');
			await sleep(READY_POLL_MS);
		}
	} catch (error) {
		await stop();
		throw error;
	}
	return { url, logFile, died, stop, kill };
}
