import type { IDataObject } from 'n8n-workflow';
import type { ApiRequest } from '../request';
import { listOf, object } from '../answer';
import type { ListRequest, Part } from '../listRequest';
import { path } from '../path';

/** Sonzai's OpenAPI document: `limit` 1–200, and no cursor. */
const PART: Part = { parameter: 'limit', max: 200 };
/** How many were. */
const ACKNOWLEDGED = object({ acknowledged: 'number' });

/** Which of a project's notifications; all of them without a filter. */
export interface ProjectNotificationFilter {
	readonly agent_id?: string;
	readonly event_type?: string;
}

/** The requests about the queue of a project's notifications (Sonzai's OpenAPI document). */
export function projectNotificationRequests(projectId: string) {
	const base = path`/projects/${projectId}/notifications`;
	return {
		/** The pending ones. */
		list: (query: ProjectNotificationFilter): ListRequest => ({
			method: 'GET',
			path: base,
			query: { ...query },
			key: 'notifications',
			part: PART,
			answer: listOf('notifications', 'notification_id'),
		}),

		/** IDs that are unknown or acknowledged already are passed over. */
		acknowledge: (ids: readonly string[]): ApiRequest<IDataObject> => ({
			method: 'POST',
			path: `${base}/acknowledge`,
			body: { notification_ids: [...ids] },
			answer: ACKNOWLEDGED,
		}),

		acknowledgeAll: (query: ProjectNotificationFilter): ApiRequest<IDataObject> => ({
			method: 'POST',
			path: `${base}/acknowledge-all`,
			query: { ...query },
			answer: ACKNOWLEDGED,
		}),
	};
}
