import { BoundedMap } from './boundedMap';
import type { SigningSecret } from './signingSecrets';

/** Another rotation would not help: what still does not fit after one has another reason. */
const PAUSE_MS = 60_000;
/** Of how many registrations it is remembered when they were dealt with last. */
const REGISTRATIONS = 10_000;

/**
 * What became of a renewal: the new secret, or
 * - `pausing`: the last one was a moment ago
 * - `foreign`: the event is not delivered to this node any more
 * - `failed`: Sonzai did not answer as it should
 */
export type Renewed = SigningSecret | 'pausing' | 'foreign' | 'failed';

/** The renewals of signing secrets by this process: one at a time of each, and not one right after the other. */
export class Renewals {
	private readonly underWay = new Map<string, Promise<Renewed>>();
	private readonly settledAt = new BoundedMap<number>(REGISTRATIONS);

	/**
	 * @param registration tells it from those of all other nodes
	 * @param renewedAt when it was renewed last as far as n8n has saved, in epoch milliseconds
	 * @param renew is called unless a renewal is under way already, whose outcome is returned then
	 */
	async run(
		registration: string,
		renewedAt: number,
		renew: (settle: () => void) => Promise<Renewed>,
	): Promise<Renewed> {
		const running = this.underWay.get(registration);
		if (running !== undefined) return await running;
		const last = Math.max(renewedAt, this.settledAt.get(registration) ?? 0);
		if (Date.now() - last < PAUSE_MS) return 'pausing';
		const started = renew(() => this.settledAt.set(registration, Date.now()));
		this.underWay.set(registration, started);
		try {
			return await started;
		} finally {
			this.underWay.delete(registration);
		}
	}
}
