import type { ChildProcess } from 'node:child_process';
import treeKill from 'tree-kill';

const hasExited = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

const exitOf = (child: ChildProcess) =>
	hasExited(child)
		? Promise.resolve()
		: new Promise<void>((resolve) => child.once('exit', () => resolve()));

// On POSIX the child leads a process group, which outlives it: descendants that lost
// their parent are reached too. Windows knows process trees only.
function kill(child: ChildProcess): void {
	if (child.pid === undefined) return;
	if (process.platform === 'win32') {
		treeKill(child.pid, 'SIGKILL');
		return;
	}
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/**
 * Ends a child that was spawned with `detached: true`, and everything that it has started.
 *
 * @param graceMs how long it may take to end by itself after SIGTERM; 0 kills at once
 */
export async function stopProcessTree(child: ChildProcess, graceMs: number): Promise<void> {
	if (child.pid === undefined) return;
	if (!hasExited(child) && graceMs > 0 && process.platform !== 'win32') {
		child.kill('SIGTERM');
		let timer: NodeJS.Timeout | undefined;
		const patience = new Promise<void>((resolve) => {
			timer = setTimeout(resolve, graceMs);
		});
		await Promise.race([exitOf(child), patience]);
		clearTimeout(timer);
	}
	kill(child);
	await exitOf(child);
}
