import type { IDataObject } from 'n8n-workflow';
import { RequestFailure } from '../errors/requestFailure';

/**
 * Where the next page of a list begins (Sonzai's OpenAPI document: `has_more`, `next_cursor`).
 *
 * @param current the cursor that led to this page
 * @returns undefined on the last page
 * @throws RequestFailure when the answer leads back to its own page, which would never end
 */
export function nextCursor(answer: unknown, current: unknown): string | undefined {
	const { has_more, next_cursor } = (answer ?? {}) as IDataObject;
	if (has_more !== true || typeof next_cursor !== 'string' || next_cursor === '') return undefined;
	if (next_cursor !== current) return next_cursor;
	throw new RequestFailure(
		'Sonzai gave the same page of the list twice',
		'Try again later, or ask for one page only: with Return All off, and a Limit.',
	);
}
