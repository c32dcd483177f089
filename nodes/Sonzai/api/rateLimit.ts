import type { Clock } from './clock';
import { MONOTONIC_CLOCK } from './clock';

interface Waiting {
	readonly seniority: number;
	readonly resume: () => void;
}

/**
 * Holds requests back for as long as the platform's rate limit demands, for all requests of an
 * execution together. Afterwards it lets through half as many at a time as before, and one more
 * after each round of successes, as TCP does (RFC 5681). The oldest request goes first, so that none
 * is refused for ever.
 *
 * Nobody waits for ever: while requests wait, either one is under way, and its end lets the next one
 * through, or `holdOn` runs, which ends only once its own reading of the clock lets one through.
 */
export class RateLimit {
	/** On the clock, in milliseconds: nothing is sent before. */
	private heldUntil = 0;
	/** How many requests may be under way, at least 1; no bound before the first refusal. */
	private window = Infinity;
	private underWay = 0;
	private readonly queue: Waiting[] = [];
	private isHoldingOn = false;

	/** @param signal ends all waiting */
	constructor(
		private readonly signal?: AbortSignal,
		private readonly clock: Clock = MONOTONIC_CLOCK,
	) {}

	/**
	 * Waits until a request may be sent. One of `succeeded`, `limited` and `failed` follows when it
	 * has ended.
	 *
	 * @param seniority orders the waiting requests, the smallest first
	 */
	async enter(seniority: number): Promise<void> {
		const entered = new Promise<void>((resume) => {
			const younger = this.queue.findIndex((other) => other.seniority > seniority);
			this.queue.splice(younger < 0 ? this.queue.length : younger, 0, { seniority, resume });
		});
		this.advance(this.clock.now());
		await entered;
	}

	/** The request was carried out: more may follow at a time. */
	succeeded(): void {
		this.window += 1 / this.window;
		this.leave(this.clock.now());
	}

	/**
	 * The platform refused the request because there were too many.
	 *
	 * @param pauseMs how long nothing is sent, in milliseconds
	 */
	limited(pauseMs: number): void {
		const now = this.clock.now();
		// The refusals of one round are one sign.
		if (!this.isHeld(now)) {
			this.window = Math.max(1, Math.floor(Math.min(this.window, this.underWay) / 2));
		}
		this.heldUntil = Math.max(this.heldUntil, now + Math.ceil(pauseMs));
		this.leave(now);
	}

	/** The request ended in any other way, which says nothing of the rate. */
	failed(): void {
		this.leave(this.clock.now());
	}

	private leave(now: number): void {
		this.underWay -= 1;
		this.advance(now);
	}

	private isHeld(now: number): boolean {
		return now < this.heldUntil && !this.signal?.aborted;
	}

	/** Lets through whoever may be sent at this reading of the clock. */
	private advance(now: number): void {
		if (this.queue.length === 0) return;
		if (this.isHeld(now)) {
			if (!this.isHoldingOn) void this.holdOn(now);
			return;
		}
		const free = this.signal?.aborted ? Infinity : Math.floor(this.window) - this.underWay;
		for (const { resume } of this.queue.splice(0, Math.max(0, free))) {
			this.underWay += 1;
			resume();
		}
	}

	private async holdOn(now: number): Promise<void> {
		this.isHoldingOn = true;
		while (this.isHeld(now)) {
			// Whoever waits learns from the signal itself why its wait is over.
			await this.clock.sleep(this.heldUntil - now, this.signal).catch(() => undefined);
			now = this.clock.now();
		}
		this.isHoldingOn = false;
		this.advance(now);
	}
}
