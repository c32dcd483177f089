import type { ApiRequest } from '../client';
import type { ListRequest, Part } from '../list';
import { path } from '../path';

/** Sonzai's OpenAPI document: `limit` 1–500, and no cursor. */
const PART: Part = { parameter: 'limit', max: 500 };

/**
 * The requests about the notifications of an agent (Sonzai's OpenAPI document).
 *
 * @param agent ID or name
 */
export function notificationRequests(agent: string) {
	const base = path`/agents/${agent}/notifications`;
	return {
		/** The order is not promised. */
		list: (query: { readonly status: string; readonly user_id?: string }): ListRequest => ({
			method: 'GET',
			path: base,
			query,
			key: 'notifications',
			part: PART,
		}),

		/** Whatever their status; the API can't filter here. */
		history: (): ListRequest => ({
			method: 'GET',
			path: `${base}/history`,
			key: 'notifications',
			part: PART,
		}),

		/**
		 * Consuming twice succeeds twice, so that a 404 means an ID that Sonzai does not know: an error
		 * for whoever names one. Who consumes what a list once showed adds `absentIsFine`.
		 */
		consume: (notificationId: string): ApiRequest => ({
			method: 'POST',
			path: base + path`/${notificationId}/consume`,
		}),
	};
}
