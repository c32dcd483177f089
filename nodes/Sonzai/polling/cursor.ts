import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../events/jsonObject';
import type { Listing, Message } from './listing';
import { isUsableId, textOf } from './messages';

/** What is remembered of a queue. */
export interface QueueMemory {
	/** The messages that n8n has taken over and that the platform may still show. */
	readonly handedOver: readonly string[];
	readonly since?: string;
}

/**
 * What a poll leaves to the next one: a queue's memory by its key. What stands here was handed over:
 * n8n saves it with the execution that the poll starts, and saves nothing of a poll that ended before
 * that. It may be older than the last poll (n8n need not save after one that brought nothing), but
 * not newer.
 *
 * With durable cursors both are one commit. Without them n8n 2.41 writes the static data and the
 * execution right after each other; a power cut in those milliseconds is the one instant that no
 * poll can see from the outside (docs/polling.md).
 */
export type Cursor = ReadonlyMap<string, QueueMemory>;

/**
 * A queue whose listing is full can hide messages that were handed over; so many of them are
 * remembered beside those that it shows.
 */
const MOST_REMEMBERED = 2_000;

/** Reads a stored cursor; what is not one is forgotten. */
export function readCursor(stored: unknown): Cursor {
	return new Map(
		Object.entries(isObject(stored) ? stored : {})
			.filter(([, memory]) => isObject(memory))
			.map(([key, memory]) => {
				const { handedOver, since } = memory as Partial<Record<keyof QueueMemory, unknown>>;
				const ids = Array.isArray(handedOver) ? handedOver : [];
				return [
					key,
					{
						handedOver: ids.filter((id): id is string => typeof id === 'string'),
						since: textOf(since) || undefined,
					},
				];
			}),
	);
}

/** The form in which a cursor is stored. */
export function storedCursor(cursor: Cursor): IDataObject {
	return Object.fromEntries(cursor) as unknown as IDataObject;
}

/** What was handed over of a queue and can be named in a request. */
export function nameable(cursor: Cursor, key: string): string[] {
	return (cursor.get(key)?.handedOver ?? []).filter(isUsableId);
}

/** Those of them that the platform still shows. */
export function settleable(cursor: Cursor, key: string, listing: Listing): string[] {
	const handedOver = new Set(nameable(cursor, key));
	return listing.messages.map(({ id }) => id).filter((id) => handedOver.has(id));
}

/** Two listings of one queue, the later one seen after messages were consumed, as one. */
export function mergeListings(earlier: Listing, later: Listing): Listing {
	const shown = new Set(earlier.messages.map(({ id }) => id));
	return {
		...later,
		messages: [...earlier.messages, ...later.messages.filter(({ id }) => !shown.has(id))],
	};
}

/**
 * Decides what to hand over, and what to remember of it. A message is new when no queue remembers
 * it, whatever its time: clocks decide nothing here. Only what a listing shows is remembered, so the
 * cursor is bounded by what the platform lists. What is consumed stays remembered until it is no
 * longer shown, because the platform caches its lists.
 *
 * @param listings by the key of each watched queue; undefined for one that could not be listed,
 * whose memory stays as it is
 * @returns the new messages in the order of their creation, and the cursor for after the hand-over
 */
export function advance(
	cursor: Cursor,
	listings: ReadonlyMap<string, Listing | undefined>,
): { readonly fresh: Message[]; readonly cursor: Cursor } {
	const known = new Set([...cursor.values()].flatMap(({ handedOver }) => handedOver));
	const fresh: Message[] = [];
	const next = new Map<string, QueueMemory>();
	for (const [key, listing] of listings) {
		for (const message of listing?.messages ?? []) {
			if (known.has(message.id)) continue;
			known.add(message.id);
			fresh.push(message);
		}
		const memory = remember(cursor.get(key), listing);
		if (memory.handedOver.length > 0 || memory.since !== undefined) next.set(key, memory);
	}
	return { fresh: inOrderOfCreation(fresh), cursor: next };
}

function remember(before: QueueMemory | undefined, listing: Listing | undefined): QueueMemory {
	if (listing === undefined) return before ?? { handedOver: [] };
	const shown = new Set(listing.messages.map(({ id }) => id));
	const hidden = listing.isFull
		? (before?.handedOver ?? [])
				.filter((id) => !shown.has(id))
				.slice(0, Math.max(0, MOST_REMEMBERED - shown.size))
		: [];
	return { handedOver: [...shown, ...hidden], since: listing.since };
}

/** Oldest first, what has no time before it; messages of the same instant stay in the order of their listing. */
export function inOrderOfCreation(messages: readonly Message[]): Message[] {
	return messages
		.map((message) => ({ message, at: Date.parse(message.createdAt) || 0 }))
		.sort((a, b) => a.at - b.at)
		.map(({ message }) => message);
}
