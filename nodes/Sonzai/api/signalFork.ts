/** A signal of one's own, to be given back. */
export interface Branch {
	readonly signal: AbortSignal;
	release(): void;
}

/**
 * Passes the abort of one signal that lives for long on to many that live for a moment, with a single
 * listener for all of them: Node.js warns of a leak where an AbortSignal has more than ten. While
 * there is no branch it has none, so that what never ends its use of the fork leaves nothing behind.
 */
export class SignalFork {
	private readonly branches = new Set<AbortController>();

	constructor(private readonly signal?: AbortSignal) {}

	branch(): Branch {
		const own = new AbortController();
		if (this.signal?.aborted) own.abort(this.signal.reason);
		if (this.branches.size === 0) this.signal?.addEventListener('abort', this.pass);
		this.branches.add(own);
		return {
			signal: own.signal,
			release: () => {
				this.branches.delete(own);
				if (this.branches.size === 0) this.signal?.removeEventListener('abort', this.pass);
			},
		};
	}

	private readonly pass = () => {
		for (const own of this.branches) own.abort(this.signal?.reason);
	};
}
