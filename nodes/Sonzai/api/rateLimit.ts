import { sleep } from 'n8n-workflow';

interface Waiting {
	readonly seniority: number;
	readonly resume: () => void;
}

/**
 * Holds requests back for as long as the platform's rate limit wants, all of an execution together.
 * Afterwards it lets through half as many at a time as before, and one more after each round of
 * successes, as TCP does (RFC 5681). The oldest request goes first, so that none is refused for ever.
 */
export class RateLimit {
	/** Epoch milliseconds until which nothing is sent. */
	private heldUntil = 0;
	/** How many requests may be under way; no bound before the first refusal. */
	private window = Infinity;
	private underWay = 0;
	private queue: Waiting[] = [];
	private timer?: Promise<void>;

	/** @param signal ends all waiting */
	constructor(private readonly signal?: AbortSignal) {}

	/**
	 * Waits until a request may be sent; `leave` follows when it has been answered.
	 *
	 * @param seniority orders the waiting requests, the smallest first
	 */
	async enter(seniority: number): Promise<void> {
		if (this.queue.length === 0 && this.isOpen()) {
			this.underWay += 1;
			return;
		}
		const resumed = new Promise<void>((resume) => {
			const younger = this.queue.findIndex((other) => other.seniority > seniority);
			this.queue.splice(younger < 0 ? this.queue.length : younger, 0, { seniority, resume });
		});
		this.advance();
		await resumed;
	}

	/** @param pause milliseconds that a refused request waits before it is sent again; absent when it is not */
	leave(pause?: number): void {
		const now = Date.now();
		if (pause === undefined) {
			this.window += 1 / this.window;
		} else {
			// The refusals of one round are one sign.
			if (now >= this.heldUntil) {
				this.window = Math.max(1, Math.floor(Math.min(this.window, this.underWay) / 2));
			}
			this.heldUntil = Math.max(this.heldUntil, now + pause);
		}
		this.underWay -= 1;
		this.advance();
	}

	private isOpen(): boolean {
		return this.underWay < Math.floor(this.window) && Date.now() >= this.heldUntil;
	}

	private advance(): void {
		while (this.queue.length > 0 && (this.isOpen() || this.signal?.aborted)) {
			this.underWay += 1;
			this.queue.shift()?.resume();
		}
		if (this.queue.length > 0 && Date.now() < this.heldUntil) this.timer ??= this.holdOn();
	}

	private async holdOn(): Promise<void> {
		// What waits is told by its own look at the signal.
		await sleep(this.heldUntil - Date.now(), this.signal).catch(() => undefined);
		this.timer = undefined;
		this.advance();
	}
}
