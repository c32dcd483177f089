import type { IDataObject } from 'n8n-workflow';
import type { ApiRequest } from '../request';
import { listOf, object } from '../answer';
import type { ListRequest, Part } from '../listRequest';
import { path } from '../path';

/** Sonzai's OpenAPI document: `limit` 1–500, and no cursor. */
const PART: Part = { parameter: 'limit', max: 500 };
const MESSAGES = listOf('notifications', 'message_id');

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
			answer: MESSAGES,
		}),

		/** Whatever their status; the API can't filter here. */
		history: (): ListRequest => ({
			method: 'GET',
			path: `${base}/history`,
			key: 'notifications',
			part: PART,
			answer: MESSAGES,
		}),

		/**
		 * Consuming twice succeeds twice, so that a 404 means an ID that Sonzai does not know: an error
		 * for whoever names one. Who consumes what a list once showed adds `absentIsFine`.
		 */
		consume: (notificationId: string): ApiRequest<IDataObject> => ({
			method: 'POST',
			path: base + path`/${notificationId}/consume`,
			answer: object({ success: 'true' }),
		}),
	};
}
