/**
 * @param limitMs milliseconds; the timer keeps no process alive
 * @param reason what the signal aborts with
 */
export function timeLimit(limitMs: number, reason: Error): AbortSignal {
	const over = new AbortController();
	AbortSignal.timeout(limitMs).addEventListener('abort', () => over.abort(reason), { once: true });
	return over.signal;
}

/** A task took longer than it was given. */
export class TimeLimitReached extends Error {}

/**
 * Gives a task so much time for all it does, however busy it looks: an HTTP client's own timeout
 * begins anew with every byte that arrives. No listener is left behind.
 *
 * @param limitMs milliseconds
 * @param outer ends the task before its time
 * @param task is to end when its signal aborts; nobody waits for it any longer then
 * @throws TimeLimitReached, the reason of the outer signal, or whatever the task throws
 */
export async function withinTime<T>(
	limitMs: number,
	outer: AbortSignal | undefined,
	task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	outer?.throwIfAborted();
	const limit = AbortSignal.timeout(limitMs);
	const stop = new AbortController();
	let onLimit = () => {};
	let onOuter = () => {};
	try {
		return await new Promise<T>((resolve, reject) => {
			const end = (reason: Error) => {
				stop.abort(reason);
				reject(reason);
			};
			onLimit = () => end(new TimeLimitReached(`It took longer than ${limitMs} ms`));
			onOuter = () => end(outer?.reason as Error);
			limit.addEventListener('abort', onLimit);
			outer?.addEventListener('abort', onOuter);
			task(stop.signal).then(resolve, reject);
		});
	} finally {
		limit.removeEventListener('abort', onLimit);
		outer?.removeEventListener('abort', onOuter);
	}
}
