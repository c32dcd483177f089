const TERMINAL_INTERVAL_MS = 1_000;
const PLAIN_INTERVAL_MS = 15_000;
const INDENT = '  ';

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
 * Builds a line that stays on one row: the description is cut where it is too long, never the time.
 *
 * @param columns the width of the terminal
 */
export function fitLine(description: string, elapsed: string, columns: number): string {
	const time = ` (${elapsed})`;
	// The last column stays empty: some terminals wrap as soon as it is written.
	const room = Math.max(0, columns - 1 - INDENT.length - time.length);
	const shown =
		description.length <= room ? description : `${description.slice(0, Math.max(0, room - 1))}…`;
	return `${INDENT}${shown}${time}`;
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
	const line = (columns: number) =>
		fitLine(describe(), formatElapsed(Date.now() - startedAt), columns);
	const write = stream.isTTY
		? () => void stream.write(`\r\x1b[2K${line(stream.columns || 80)}`)
		: () => void stream.write(`${line(Infinity)}\n`);
	write();
	const timer = setInterval(write, stream.isTTY ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS);
	return {
		stop() {
			clearInterval(timer);
			if (stream.isTTY) stream.write('\r\x1b[2K');
		},
	};
}
