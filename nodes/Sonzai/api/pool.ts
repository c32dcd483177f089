/**
 * Runs a task for every entry, at most `limit` at a time, and keeps the order of the results.
 * After a failure no further entry is started, and the call rejects with the failure of the
 * earliest entry once everything that was under way has ended.
 *
 * @param limit how many tasks run at once, at least 1
 * @param mayStart waited for before each start, for who wants starts to depend on more than the limit
 */
export async function mapConcurrent<T, R>(
	entries: readonly T[],
	limit: number,
	task: (entry: T, index: number) => Promise<R>,
	mayStart?: () => Promise<void>,
): Promise<R[]> {
	const results = new Array<R>(entries.length);
	const failures: Array<{ readonly index: number; readonly error: unknown }> = [];
	let next = 0;
	const isOver = () => next >= entries.length || failures.length > 0;

	async function work(): Promise<void> {
		while (!isOver()) {
			if (mayStart !== undefined) await mayStart();
			if (isOver()) return;
			const index = next++;
			try {
				results[index] = await task(entries[index] as T, index);
			} catch (error) {
				failures.push({ index, error });
			}
		}
	}

	await Promise.all(Array.from({ length: Math.min(limit, entries.length) }, work));
	const [earliest] = failures.sort((a, b) => a.index - b.index);
	if (earliest !== undefined) throw earliest.error;
	return results;
}
