import type { IDataObject } from 'n8n-workflow';
import { asking, isFull, withAnyEntries } from '../api/list';
import { projectNotificationRequests } from '../api/requests/projectNotifications';
import { rows } from '../api/rows';
import { comparableId } from '../parameters/ids';
import type { Message } from './cursor';
import type { Queue } from './queue';
import { queueKey } from './queue';

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
			const { list } = projectNotificationRequests(projectId);
			const listed = withAnyEntries(asking(list({ event_type: eventType }), Infinity));
			const shown = rows(await client.send(listed), listed.key);
			const wanted = shown.filter(
				({ user_id }) =>
					userId === undefined || comparableId(String(user_id)) === comparableId(userId),
			);
			return {
				messages: wanted.map(toMessage),
				isFull: isFull(listed, shown.length),
				filteredOut: shown.length - wanted.length,
			};
		},
		consumptions: (ids) =>
			batches(ids).map((batch) => ({
				ids: batch,
				request: projectNotificationRequests(projectId).acknowledge(batch),
			})),
	};
}

/** As many as a listing shows at most are acknowledged at once. */
const BATCH = 200;

function batches(ids: readonly string[]): string[][] {
	return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
		ids.slice(index * BATCH, (index + 1) * BATCH),
	);
}

function toMessage(notification: IDataObject): Message {
	return {
		id: String(notification.notification_id),
		createdAt: String(notification.created_at),
		json: notification,
	};
}
