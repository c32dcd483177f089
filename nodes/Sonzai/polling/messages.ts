import type { IDataObject } from 'n8n-workflow';
import { createHash } from 'crypto';
import { quoted } from '../errors/quote';
import { isObject } from '../events/jsonObject';
import type { Listing, Message } from './listing';

/** Begins what stands for an ID where there is none that can be used. */
const NO_ID = 'no ID: ';
/** Sonzai's IDs are UUIDs, 36 characters long; what is much longer has no place in a URL. */
const LONGEST_ID = 500;

/**
 * Whether a request can name this without meaning something else: with an empty ID, `.` or `..`, a
 * path is another path, and half of a surrogate pair has no encoding.
 */
export function isUsableId(id: unknown): id is string {
	return (
		typeof id === 'string' &&
		id.length <= LONGEST_ID &&
		!/^\.{0,2}$|^\s+$|\p{Surrogate}/u.test(id) &&
		!id.startsWith(NO_ID)
	);
}

/**
 * Reads what a queue lists, entry by entry: one that is not as the contract has it stops no other.
 *
 * @param entries of the list, whatever they are
 * @param idField the API's name for the ID
 * @param scopeOf what tells an entry without a usable ID from an equal one of another queue
 */
export function readMessages(
	entries: readonly unknown[],
	idField: string,
	scopeOf: (entry: IDataObject) => string = () => '',
): Required<Pick<Listing, 'messages' | 'leftOut'>> {
	const identities = new Identities();
	const messages: Message[] = [];
	const leftOut: unknown[] = [];
	for (const entry of entries) {
		if (!isObject(entry)) {
			leftOut.push(entry);
			continue;
		}
		const { [idField]: id, created_at } = entry;
		messages.push({
			id: identities.of(id, [scopeOf(entry), entry]),
			createdAt: textOf(created_at),
			json: entry,
			defect: isUsableId(id) ? undefined : `${idField} ${shown(id)}`,
		});
	}
	return { messages, leftOut };
}

/**
 * What identifies the entries of a list: their ID, or else their content. Among entries of the same
 * content each has an identity of its own, the same in each list that shows as many of them.
 */
export class Identities {
	private readonly counts = new Map<string, number>();

	/** @returns of limited length, whatever is given */
	of(id: unknown, content: unknown): string {
		if (isUsableId(id)) return id;
		const hash = createHash('sha256').update(JSON.stringify(content)).digest('base64url');
		const count = (this.counts.get(hash) ?? 0) + 1;
		this.counts.set(hash, count);
		return `${NO_ID}${hash} ${count}`;
	}
}

/** A value as a warning repeats it. */
export function shown(value: unknown): string {
	return value === undefined ? '(missing)' : quoted(JSON.stringify(value), 60);
}

/** A text of an answer; empty where something else stands. */
export function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
