const TERMINAL_INTERVAL_MS = 1_000;
const PLAIN_INTERVAL_MS = 15_000;

export interface Progress {
	/** Stops repeating; on a terminal the moving line is cleared. */
	stop(): void;
}

/** Renders a duration in milliseconds as `42 s` or `3 min 05 s`. */
export function formatElapsed(ms: number): string {
	const seconds = Math.round(ms / 1000);
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/**
 * Shows that something long is still going on: one moving line on a terminal, a plain line every
 * 15 seconds elsewhere.
 *
 * @param describe called for every line; its result is followed by the time passed
 */
export function showProgress(
	describe: () => string,
	stream: NodeJS.WriteStream = process.stdout,
): Progress {
	const startedAt = Date.now();
	const line = () => `  ${describe()} (${formatElapsed(Date.now() - startedAt)})`;
	const write = stream.isTTY
		? () => void stream.write(`\r\x1b[2K${line().slice(0, (stream.columns || 80) - 1)}`)
		: () => void stream.write(`${line()}\n`);
	write();
	const timer = setInterval(write, stream.isTTY ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS);
	return {
		stop() {
			clearInterval(timer);
			if (stream.isTTY) stream.write('\r\x1b[2K');
		},
	};
}
