import type { IDataObject } from 'n8n-workflow';
import { anyListOf } from './answer';
import type { ApiRequest } from './request';

/** A request whose answer is a list. */
export interface ListRequest extends ApiRequest<IDataObject> {
	/** The API's name of the list. */
	readonly key: string;
	/** How a part of the list is asked for; absent where an answer always holds all of it. */
	readonly part?: Part;
}

/**
 * The most that one answer holds, and the query parameter that asks for less. With `page_size`, a
 * cursor leads on; with `limit`, there is no more to be had.
 */
export interface Part {
	readonly parameter: 'limit' | 'page_size';
	readonly max: number;
}

/** The request for a list whose entries are judged one by one by whoever reads it. */
export function withAnyEntries(request: ListRequest): ListRequest {
	return { ...request, answer: anyListOf(request.key) };
}

/** @returns whether so many entries are as many as one answer holds, so that there may be more */
export function isFull({ part }: ListRequest, entries: number): boolean {
	return part !== undefined && entries >= part.max;
}

/**
 * @param wanted how many entries, Infinity for all
 * @returns the request for so many entries, or for as many as one answer holds
 */
export function asking<R extends ListRequest>(request: R, wanted: number): R {
	const { part, query } = request;
	if (part === undefined) return request;
	return { ...request, query: { ...query, [part.parameter]: Math.min(wanted, part.max) } };
}
