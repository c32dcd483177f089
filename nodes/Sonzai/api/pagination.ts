import type { IDataObject } from 'n8n-workflow';
import { RequestFailure } from '../errors/requestFailure';
import type { ApiRequest } from './request';

/** No list is followed for longer: at the pages' usual size that is a million entries. */
const MOST_PAGES = 10_000;

const WAY_OUT = 'Narrow the filters, or turn Return All off and set a Limit.';

/**
 * The way through a list whose pages lead on by a cursor (Sonzai's OpenAPI document: `has_more`,
 * `next_cursor`). It remembers all cursors: a server that leads back to any of them never ends.
 */
export class PageTrail {
	private readonly cursors: Set<string>;

	/** @param cursors those that were followed before, in their order */
	constructor(
		cursors: readonly string[] = [],
		private readonly mostPages = MOST_PAGES,
	) {
		this.cursors = new Set(cursors);
	}

	/** The cursors that were followed so far, in their order; the last one leads to the next page. */
	get followed(): readonly string[] {
		return [...this.cursors];
	}

	/**
	 * @param answer a page
	 * @returns the cursor of the page behind it; undefined when it is the last one
	 * @throws RequestFailure when the list goes in a circle, or on without an end
	 */
	next(answer: unknown): string | undefined {
		const { has_more, next_cursor: cursor } = (answer ?? {}) as IDataObject;
		if (has_more !== true || typeof cursor !== 'string' || cursor === '') return undefined;
		if (this.cursors.has(cursor)) {
			throw new RequestFailure(
				"Sonzai's list goes in a circle: a page leads back to one that was read already",
				`Try again later. ${WAY_OUT}`,
			);
		}
		this.cursors.add(cursor);
		if (this.cursors.size < this.mostPages) return cursor;
		throw new RequestFailure(
			`Sonzai's list still goes on after ${this.mostPages.toLocaleString('en')} pages`,
			WAY_OUT,
		);
	}
}

/** @returns the request for the page behind a cursor; without one, for the first page */
export function pageOf<Request extends Pick<ApiRequest, 'query'>>(
	request: Request,
	cursor?: string,
): Request {
	return cursor === undefined ? request : { ...request, query: { ...request.query, cursor } };
}

/**
 * Reads a list page by page, for as long as whoever uses it wants more.
 *
 * @param request for the first page
 * @param mostPages more than these are an error
 * @returns the answers
 * @throws RequestFailure what `send` throws, or when the list does not end
 */
export async function* pages<Request extends Pick<ApiRequest, 'query'>>(
	send: (request: Request) => Promise<unknown>,
	request: Request,
	mostPages?: number,
): AsyncGenerator<unknown, void, undefined> {
	const trail = new PageTrail([], mostPages);
	let cursor: string | undefined;
	do {
		const answer = await send(pageOf(request, cursor));
		yield answer;
		cursor = trail.next(answer);
	} while (cursor !== undefined);
}
