import { sleep } from 'n8n-workflow';

/** What tells the time and lets it pass. */
export interface Clock {
	/** Whole milliseconds since some moment; never runs backwards. */
	readonly now: () => number;
	/**
	 * Waits for about so many milliseconds: a timer may end a fraction early.
	 *
	 * @throws the signal's reason as soon as it aborts
	 */
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The machine's clock that no correction of the date moves. */
export const MONOTONIC_CLOCK: Clock = { now: () => Math.floor(performance.now()), sleep };
