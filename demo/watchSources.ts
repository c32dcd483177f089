import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { REPOSITORY } from '../harness/package';

/** Everything that the package's code, codex files and icons are made of. */
const WATCHED = ['nodes', 'credentials'];
/** Editors write a file in several steps, and a branch is changed file by file. */
const SETTLING_MS = 300;

/**
 * Calls back after the package's sources have changed, until the signal ends it. What changes during
 * a call leads to one more.
 *
 * @param onChange is given a file that has changed; must not throw
 */
export async function watchSources(
	onChange: (file: string) => Promise<void>,
	signal: AbortSignal,
): Promise<void> {
	let changed: string | undefined;
	let running: Promise<void> | undefined;
	const run = async () => {
		while (changed !== undefined) {
			await sleep(SETTLING_MS, undefined, { signal });
			const file = changed;
			changed = undefined;
			await onChange(file);
		}
	};
	const follow = async (folder: string) => {
		for await (const { filename } of watch(join(REPOSITORY, folder), { recursive: true, signal })) {
			changed = join(folder, filename ?? '');
			running ??= run()
				// The signal ended it.
				.catch(() => undefined)
				.finally(() => (running = undefined));
		}
	};
	await Promise.all(WATCHED.map(follow)).catch((error: unknown) => {
		if (!signal.aborted) throw error;
	});
	await running;
}
