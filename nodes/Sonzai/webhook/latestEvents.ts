import { createHash } from 'crypto';
import { sleep } from 'n8n-workflow';
import { BoundedMap } from './boundedMap';

/** How many events are remembered of one type and node. */
const EVENTS = 500;
/** Of how many types and nodes: together at most some 30 MB. */
const LISTS = 500;
/** How long a delivery waits for what becomes of another one of the same event. */
const PATIENCE_MS = 10_000;

/**
 * - `first`: the event is new, and this delivery is the one to start the workflow
 * - `repeated`: another delivery of it was accepted
 * - `undecided`: another delivery of it has not been answered yet
 */
export type Occurrence = 'first' | 'repeated' | 'undecided';

/** Resolves to whether the delivery was accepted, once that is known. */
type Accepted = Promise<boolean>;

/** The latest events that this process has accepted, to recognise what Sonzai delivers again. */
export class LatestEvents {
	private readonly lists = new BoundedMap<BoundedMap<Accepted>>(LISTS);

	/**
	 * Claims an event for a delivery, at once: of two at the same time one is the first. An event
	 * whose delivery was not accepted is new again.
	 *
	 * @param node and event: a delivery has another signature each time it comes, but the same body
	 * @param accepted resolves once the delivery was answered
	 */
	async claim(
		node: string,
		event: string,
		rawBody: Buffer,
		accepted: Accepted,
	): Promise<Occurrence> {
		const list = this.listOf(node, event);
		const fingerprint = createHash('sha256').update(rawBody).digest('base64url').slice(0, 22);
		for (;;) {
			const earlier = list.get(fingerprint);
			if (earlier === undefined) break;
			const outcome = await within(PATIENCE_MS, earlier);
			if (outcome === true) return 'repeated';
			if (outcome === undefined) return 'undecided';
		}
		list.set(fingerprint, accepted);
		// Before anybody who waits for it looks again.
		void accepted.then((isAccepted) => {
			if (!isAccepted) list.delete(fingerprint);
		});
		return 'first';
	}

	private listOf(node: string, event: string): BoundedMap<Accepted> {
		const key = JSON.stringify([node, event]);
		const known = this.lists.get(key) ?? new BoundedMap<Accepted>(EVENTS);
		this.lists.set(key, known);
		return known;
	}
}

/** @returns undefined when it takes longer */
async function within<T>(ms: number, task: Promise<T>): Promise<T | undefined> {
	const end = new AbortController();
	const tooLong = sleep(ms, end.signal).then(
		() => undefined,
		() => undefined,
	);
	try {
		return await Promise.race([task, tooLong]);
	} finally {
		end.abort();
	}
}
