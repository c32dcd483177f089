type Cleanup = () => Promise<void>;

/** The person at the terminal, or the system, asked the demo to end. */
export class Interrupted extends Error {
	override readonly name = 'Interrupted';

	constructor(readonly signalName: NodeJS.Signals) {
		super(`stopped by ${signalName}`);
	}
}

const PARENT_POLL_MS = 500;
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How long the demo lives, and what has to be stopped when it ends, for whichever reason. */
export class Lifetime {
	private readonly controller = new AbortController();
	private readonly cleanups: Cleanup[] = [];

	/** Aborted when the demo has to end; its reason says why. */
	readonly signal = this.controller.signal;

	constructor() {
		for (const name of SIGNALS) process.on(name, () => this.end(new Interrupted(name)));
		process.on('uncaughtException', (error) => this.end(error));
		process.on('unhandledRejection', (reason) => this.end(reason));
		// npm runs a script through a shell that passes no signal on: when npm is terminated, all that
		// can be seen from here is that the shell is gone.
		if (process.env.npm_lifecycle_event !== undefined) {
			const parent = process.ppid;
			setInterval(() => {
				if (process.ppid !== parent) this.end(new Interrupted('SIGHUP'));
			}, PARENT_POLL_MS).unref();
		}
		// The reader of the output went away, as in `npm start | head`.
		process.stdout.on('error', () => this.end(new Interrupted('SIGHUP')));
	}

	end(reason: unknown): void {
		if (!this.signal.aborted) this.controller.abort(reason);
	}

	/** Registers something to stop at the end; what was started last is stopped first. */
	onEnd(cleanup: Cleanup): void {
		this.cleanups.unshift(cleanup);
	}

	/** Resolves with the reason when the demo has to end. */
	async ended(): Promise<unknown> {
		if (!this.signal.aborted) {
			await new Promise((resolve) =>
				this.signal.addEventListener('abort', resolve, { once: true }),
			);
		}
		return this.signal.reason as unknown;
	}

	/** Stops everything, also what comes after a cleanup that fails. */
	async cleanUp(): Promise<void> {
		const failures: unknown[] = [];
		for (const cleanup of this.cleanups.splice(0)) {
			await cleanup().catch((error: unknown) => failures.push(error));
		}
		if (failures.length > 0) throw failures[0];
	}
}
