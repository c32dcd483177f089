type Task = () => unknown;

interface Timer {
	at: number;
	run: Task;
}

/** The longest delay that setTimeout takes; a later timer is looked at again by then. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * The sandbox's time: it runs with the machine's clock, faster, or not at all, and can be moved
 * forward. Timers have a key, so that setting one again replaces it.
 */
export class Clock {
	private readonly timers = new Map<string, Timer>();
	private anchor: { real: number; sandbox: number };
	private speed: number;
	private readonly firstSpeed: number;
	private paused = false;
	private advancing = false;
	private wakeUp: NodeJS.Timeout | undefined;
	private advances: Promise<void> = Promise.resolve();

	/**
	 * @param start milliseconds since the epoch
	 * @param speed sandbox seconds per real second
	 */
	constructor(start: number, speed = 1) {
		this.anchor = { real: Date.now(), sandbox: start };
		this.speed = speed;
		this.firstSpeed = speed;
	}

	now(): Date {
		return new Date(this.time());
	}

	status(): { now: string; speed: number; paused: boolean } {
		return { now: this.now().toISOString(), speed: this.speed, paused: this.paused };
	}

	/** Runs `run` once the sandbox's time reaches `at` (milliseconds since the epoch), or at once when that is past. */
	set(key: string, at: number, run: Task): void {
		this.timers.set(key, { at, run });
		this.arm();
	}

	cancel(key: string): void {
		this.timers.delete(key);
		this.arm();
	}

	cancelAll(): void {
		this.timers.clear();
		this.arm();
	}

	/**
	 * Moves the time forward, stopping at every timer on the way in the order of their times, until
	 * all that it started has ended. Timers set meanwhile are run too when they fall into the span.
	 *
	 * @param ms sandbox milliseconds
	 */
	advance(ms: number): Promise<void> {
		const advance = this.advances.then(() => this.runThrough(this.time() + ms));
		this.advances = advance.catch(() => undefined);
		return advance;
	}

	/** @param speed sandbox seconds per real second, above 0 */
	setSpeed(speed: number): void {
		this.moveTo(this.time());
		this.speed = speed;
		this.arm();
	}

	pause(): void {
		this.moveTo(this.time());
		this.paused = true;
		this.arm();
	}

	resume(): void {
		this.moveTo(this.time());
		this.paused = false;
		this.arm();
	}

	/** Back to `time` (milliseconds since the epoch), running as at the beginning, without timers. */
	restart(time: number): void {
		this.timers.clear();
		this.paused = false;
		this.speed = this.firstSpeed;
		this.moveTo(time);
		this.arm();
	}

	private get standing(): boolean {
		return this.paused || this.advancing;
	}

	private time(): number {
		const passed = this.standing ? 0 : (Date.now() - this.anchor.real) * this.speed;
		return this.anchor.sandbox + passed;
	}

	private moveTo(time: number): void {
		this.anchor = { real: Date.now(), sandbox: time };
	}

	private async runThrough(target: number): Promise<void> {
		this.moveTo(this.time());
		this.advancing = true;
		this.arm();
		try {
			for (;;) {
				const due = this.takeEarliest(target);
				if (due.length === 0) break;
				this.moveTo(Math.max(this.time(), due[0]!.at));
				await Promise.all(due.map((timer) => timer.run()));
			}
			this.moveTo(target);
		} finally {
			this.moveTo(this.anchor.sandbox);
			this.advancing = false;
			this.arm();
		}
	}

	/** Takes out the timers of the earliest instant that is not after `target`. */
	private takeEarliest(target: number): Timer[] {
		const at = this.earliest();
		if (at === undefined || at > target) return [];
		const due = [...this.timers].filter(([, timer]) => timer.at === at);
		for (const [key] of due) this.timers.delete(key);
		return due.map(([, timer]) => timer);
	}

	private earliest(): number | undefined {
		let earliest: number | undefined;
		for (const { at } of this.timers.values()) {
			if (earliest === undefined || at < earliest) earliest = at;
		}
		return earliest;
	}

	private arm(): void {
		clearTimeout(this.wakeUp);
		const at = this.earliest();
		if (at === undefined || this.advancing) return;
		const left = at - this.time();
		if (left > 0 && this.paused) return;
		const delay = Math.min(Math.max(Math.ceil(left / this.speed), 0), LONGEST_TIMEOUT_MS);
		this.wakeUp = setTimeout(() => this.runDue(), delay);
	}

	private runDue(): void {
		const now = this.time();
		for (let due = this.takeEarliest(now); due.length > 0; due = this.takeEarliest(now)) {
			for (const timer of due) timer.run();
		}
		this.arm();
	}
}
