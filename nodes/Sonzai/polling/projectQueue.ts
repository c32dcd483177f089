import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../events/jsonObject';
import { asking, isFull, withAnyEntries } from '../api/listRequest';
import { projectNotificationRequests } from '../api/requests/projectNotifications';
import { entriesOf } from '../api/listIn';
import { quoted } from '../errors/quote';
import { comparableId } from '../parameters/ids';
import { readMessages, textOf } from './messages';
import type { Consumption, Queue } from './queue';
import { queueKey } from './queue';

export const PROJECT_QUEUE = 'project';

/**
 * The notifications of a project that no backend has acknowledged.
 *
 * @param eventType only those of this type; the platform filters, so that others take up no room
 * @param userId only those about this user; the API can't filter by user here
 */
export function projectQueue(projectId: string, eventType?: string, userId?: string): Queue {
	const of = eventType === undefined ? '' : ` for "${quoted(eventType, 100)}"`;
	return {
		key: queueKey(PROJECT_QUEUE, projectId, eventType, userId),
		label: `the queue of project "${quoted(projectId, 100)}"${of}`,
		list: async (client) => {
			const { list } = projectNotificationRequests(projectId);
			const listed = withAnyEntries(asking(list({ event_type: eventType }), Infinity));
			const entries: unknown[] = entriesOf(await client.send(listed), listed.key);
			const wanted = entries.filter((entry) => !isObject(entry) || isOf(userId, entry));
			return {
				...readMessages(wanted, 'notification_id'),
				isFull: isFull(listed, entries.length),
				filteredOut: entries.length - wanted.length,
			};
		},
		consumptions: (ids) => batches(ids, BATCH).map((batch) => acknowledgement(projectId, batch)),
	};
}

/** @param userId anybody when absent */
function isOf(userId: string | undefined, { user_id }: IDataObject): boolean {
	if (userId === undefined) return true;
	const text = typeof user_id === 'number' ? String(user_id) : textOf(user_id);
	return comparableId(text) === comparableId(userId);
}

/** As many as a listing shows at most are acknowledged at once. */
const BATCH = 200;

/** One ID that Sonzai refuses makes it refuse all that are named beside it: the halves are tried apart. */
function acknowledgement(projectId: string, ids: readonly string[]): Consumption {
	return {
		ids,
		request: () => projectNotificationRequests(projectId).acknowledge(ids),
		parts: () =>
			batches(ids, Math.ceil(ids.length / 2)).map((half) => acknowledgement(projectId, half)),
	};
}

function batches(ids: readonly string[], size: number): string[][] {
	return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
		ids.slice(index * size, (index + 1) * size),
	);
}
