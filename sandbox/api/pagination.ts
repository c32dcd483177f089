import { unacceptable } from '../http/problem';

export interface Page<T> {
	/** `null` when there is none, as the platform answers. */
	items: T[] | null;
	has_more: boolean;
	next_cursor?: string;
}

/**
 * One page of a list in its order. A cursor is opaque: it stands for the last entry of its page.
 *
 * @param keyOf tells entries apart
 * @throws {Problem} 422 for a cursor that no page of this list gave out
 */
export function paginate<T>(
	entries: readonly T[],
	keyOf: (entry: T) => string,
	size: number,
	cursor: string | undefined,
): Page<T> {
	const start = cursor ? positionAfter(entries, keyOf, cursor) : 0;
	const items = entries.slice(start, start + size);
	const last = items.at(-1);
	const more = start + size < entries.length;
	return {
		items: orNull(items),
		has_more: more,
		...(more && last && { next_cursor: Buffer.from(keyOf(last)).toString('base64') }),
	};
}

/** The platform answers `null` where a list is empty. */
export function orNull<T>(entries: T[]): T[] | null {
	return entries.length > 0 ? entries : null;
}

function positionAfter<T>(
	entries: readonly T[],
	keyOf: (entry: T) => string,
	cursor: string,
): number {
	const key = Buffer.from(cursor, 'base64').toString();
	const position = entries.findIndex((entry) => keyOf(entry) === key);
	if (position < 0) throw unacceptable('query.cursor', 'must be a cursor of this list', cursor);
	return position + 1;
}
