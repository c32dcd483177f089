import type { IDataObject } from 'n8n-workflow';
import { path } from '../api/path';
import { rows } from '../api/rows';
import type { Message } from './cursor';
import type { Queue } from './queue';
import { queueKey } from './queue';

/** The most that a listing shows; there is no cursor (Sonzai's OpenAPI document: maximum 200). */
const PROJECT_CAP = 200;

export const PROJECT_QUEUE = 'project';

/**
 * The notifications of a project that no backend has acknowledged.
 *
 * @param eventType only those of this type; the platform filters, so that others take up no room
 * @param userId only those about this user; the wire can't filter by user here
 */
export function projectQueue(projectId: string, eventType?: string, userId?: string): Queue {
	const of = eventType === undefined ? '' : ` for "${eventType}"`;
	return {
		key: queueKey(PROJECT_QUEUE, projectId, eventType, userId),
		label: `the queue of project "${projectId}"${of}`,
		list: async (client) => {
			const answer = await client.send({
				method: 'GET',
				path: path`/projects/${projectId}/notifications`,
				query: { event_type: eventType, limit: PROJECT_CAP },
			});
			const shown = rows(answer, 'notifications');
			const wanted = shown.filter(({ user_id }) => userId === undefined || user_id === userId);
			return {
				messages: wanted.map(toMessage),
				isFull: shown.length >= PROJECT_CAP,
				filteredOut: shown.length - wanted.length,
			};
		},
		consumptions: (ids) =>
			batches(ids).map((batch) => ({
				ids: batch,
				request: {
					method: 'POST',
					path: path`/projects/${projectId}/notifications/acknowledge`,
					body: { notification_ids: batch },
				},
			})),
	};
}

function batches(ids: readonly string[]): string[][] {
	return Array.from({ length: Math.ceil(ids.length / PROJECT_CAP) }, (_, index) =>
		ids.slice(index * PROJECT_CAP, (index + 1) * PROJECT_CAP),
	);
}

function toMessage(notification: IDataObject): Message {
	return {
		id: String(notification.notification_id),
		createdAt: String(notification.created_at),
		json: notification,
	};
}
