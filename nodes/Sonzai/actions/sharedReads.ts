import type { ApiRequest } from '../api/request';

type Send = (request: ApiRequest) => Promise<unknown>;

/**
 * Asks what several items read only once. Answers that nobody else waits for are not kept, so that
 * many different reads need no more memory than their outputs.
 */
export class SharedReads {
	private readonly repeated: ReadonlySet<string>;
	private readonly answers = new Map<string, Promise<unknown>>();

	/** @param requests the first request of each item */
	constructor(
		private readonly sendOnce: Send,
		requests: readonly ApiRequest[],
	) {
		const seen = new Set<string>();
		const repeated = new Set<string>();
		for (const request of requests) {
			if (request.method !== 'GET') continue;
			const key = keyOf(request);
			if (seen.has(key)) repeated.add(key);
			seen.add(key);
		}
		this.repeated = repeated;
	}

	/** Sends the request of an item, or takes the answer that another item got for the same one. */
	readonly send: Send = async (request) => {
		if (request.method !== 'GET') return await this.sendOnce(request);
		// The pages of a list belong to its first request.
		if (!this.repeated.has(keyOf(request, false))) return await this.sendOnce(request);
		const key = keyOf(request);
		const answer = this.answers.get(key) ?? this.sendOnce(request);
		this.answers.set(key, answer);
		return await answer;
	};
}

/**
 * @param withCursor whether the pages of a list differ
 * @returns the same text for requests that ask the same
 */
export function keyOf({ method, path, query }: ApiRequest, withCursor = true): string {
	const entries = Object.entries(query ?? {}).filter(([name]) => withCursor || name !== 'cursor');
	return JSON.stringify([method, path, entries]);
}
