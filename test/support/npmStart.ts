import { execFileSync, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { REPOSITORY } from '../../harness/package';

const POLL_MS = 100;

/** `npm start` as a person runs it, in a process group of its own like a terminal's foreground job. */
export interface NpmStart {
	pid: number;
	/** What the terminal shows so far. */
	output(): string;
	/** Waits until the terminal shows that. */
	shows(text: string, timeoutMs: number): Promise<void>;
	/** Resolves with the exit code, null when a signal ended npm. */
	exit: Promise<number | null>;
	/** What a terminal does at Ctrl-C: all processes of the foreground job get the signal. */
	pressCtrlC(): void;
	/** Processes that were started, directly or not, npm itself included. */
	processes(): number[];
}

interface Row {
	pid: number;
	parent: number;
}

function processTable(): Row[] {
	return (
		execFileSync('ps', ['-eo', 'pid=,ppid=,stat='], { encoding: 'utf8' })
			.trim()
			.split('\n')
			// Ended, and only not yet asked for its exit code.
			.filter((line) => !line.includes('Z'))
			.map((line) => line.trim().split(/\s+/).map(Number))
			.map(([pid = 0, parent = 0]) => ({ pid, parent }))
	);
}

function descendantsOf(root: number): number[] {
	const table = processTable();
	const found = [root];
	for (const ancestor of found) {
		found.push(...table.filter(({ parent }) => parent === ancestor).map(({ pid }) => pid));
	}
	return found;
}

/** Those of the processes that still run. */
export const stillRunning = (pids: number[]): number[] => {
	const running = new Set(processTable().map(({ pid }) => pid));
	return pids.filter((pid) => running.has(pid));
};

const started = new Set<NpmStart>();

export function npmStart(env: NodeJS.ProcessEnv): NpmStart {
	const child = spawn('npm', ['start'], {
		cwd: REPOSITORY,
		// Continuous integration gets colours, in which nothing could be read.
		env: { ...process.env, NO_COLOR: '1', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	const pid = child.pid as number;
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
	const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
	const run: NpmStart = {
		pid,
		output: () => output,
		exit,
		pressCtrlC: () => void process.kill(-pid, 'SIGINT'),
		processes: () => descendantsOf(pid),
		async shows(text, timeoutMs) {
			const deadline = Date.now() + timeoutMs;
			while (!output.includes(text)) {
				if (child.exitCode !== null || Date.now() > deadline) {
					throw new Error(`"${text}" was not shown. The terminal:\n${output}`);
				}
				await sleep(POLL_MS);
			}
		},
	};
	started.add(run);
	void exit.then(() => started.delete(run));
	return run;
}

/** Ends what a failed test has left. */
export async function stopAll(): Promise<void> {
	for (const run of [...started]) {
		run.pressCtrlC();
		await run.exit;
	}
}
