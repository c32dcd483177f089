import type { ApiRequest } from '../client';
import type { ListRequest, Part } from '../list';
import { path } from '../path';

/** Sonzai's OpenAPI document: `limit` 1–200, and no cursor. */
const PART: Part = { parameter: 'limit', max: 200 };

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
		}),

		/** IDs that are unknown or acknowledged already are passed over. */
		acknowledge: (ids: readonly string[]): ApiRequest => ({
			method: 'POST',
			path: `${base}/acknowledge`,
			body: { notification_ids: [...ids] },
		}),

		acknowledgeAll: (query: ProjectNotificationFilter): ApiRequest => ({
			method: 'POST',
			path: `${base}/acknowledge-all`,
			query: { ...query },
		}),
	};
}
