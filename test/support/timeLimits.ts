/** The time limits of the code under test, which are over when the test says so. */
export interface OwnTimeLimits {
	/** All limits that were set, in milliseconds, oldest first. */
	readonly set: number[];
	/** Lets so much time pass that the shortest limits of all that run are over. */
	pass(): void;
}

/** Takes over time limits and the monotonic clock until Jest restores its mocks. */
export function ownTimeLimits(): OwnTimeLimits {
	const now = performance.now.bind(performance);
	const set: number[] = [];
	let running: Array<{ readonly until: number; readonly over: AbortController }> = [];
	let ahead = 0;
	const clock = () => now() + ahead;
	jest.spyOn(performance, 'now').mockImplementation(clock);
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
		const over = new AbortController();
		set.push(ms);
		running.push({ until: clock() + ms, over });
		return over.signal;
	});
	return {
		set,
		pass() {
			if (running.length === 0) return;
			ahead += Math.max(0, Math.min(...running.map(({ until }) => until)) - clock());
			const ended = running.filter(({ until }) => until <= clock());
			running = running.filter((limit) => !ended.includes(limit));
			for (const { over } of ended) over.abort();
		},
	};
}
