import { BoundedMap } from './boundedMap';

/** A signing secret of one event. */
export interface SigningSecret {
	readonly event: string;
	/** `whsec_…` */
	readonly secret: string;
	/** When Sonzai returned it, in epoch milliseconds. */
	readonly learnedAt: number;
	/** Set when it was made because deliveries fitted no other. */
	readonly renewed?: true;
}

/** How many nodes are remembered. */
const NODES = 10_000;

/**
 * The signing secrets that this process has learned, whatever n8n has saved of them: of two
 * deliveries at the same time n8n saves what one has learned, and it saves nothing of a delivery that
 * starts the workflow.
 */
export class SigningSecrets {
	private readonly nodes = new BoundedMap<Map<string, SigningSecret>>(NODES);

	/** @param key of the registration */
	learn(node: string, key: string, secret: SigningSecret): void {
		const known = this.nodes.get(node) ?? new Map<string, SigningSecret>();
		known.set(key, secret);
		this.nodes.set(node, known);
	}

	forget(node: string, key: string): void {
		this.nodes.get(node)?.delete(key);
	}

	/**
	 * @param stored what n8n's database holds, which another process may have written
	 * @returns of each registration the secret that was learned last
	 */
	newest(node: string, stored: ReadonlyMap<string, SigningSecret>): Map<string, SigningSecret> {
		const newest = new Map(stored);
		for (const [key, known] of this.nodes.get(node) ?? []) {
			const other = newest.get(key);
			if (other === undefined || other.learnedAt < known.learnedAt) newest.set(key, known);
		}
		return newest;
	}
}
