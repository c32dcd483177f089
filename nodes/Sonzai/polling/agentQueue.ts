import type { IDataObject } from 'n8n-workflow';
import { asking, isFull, withAnyEntries } from '../api/list';
import { notificationRequests } from '../api/requests/notifications';
import { rows } from '../api/rows';
import type { Message } from './cursor';
import type { Queue } from './queue';
import { queueKey } from './queue';

export const AGENT_QUEUE = 'agent';

/**
 * The pending notifications of an agent.
 *
 * @param agent ID or name
 * @param userId only those for this user
 */
export function agentQueue(agent: string, userId?: string): Queue {
	return {
		key: queueKey(AGENT_QUEUE, agent, userId),
		label: `agent "${agent}"`,
		list: async (client) => {
			const { list } = notificationRequests(agent);
			const listed = withAnyEntries(asking(list({ status: 'pending', user_id: userId }), Infinity));
			const messages = rows(await client.send(listed), listed.key).map(toMessage);
			return { messages, isFull: isFull(listed, messages.length) };
		},
		consumptions: (ids) =>
			ids.map((id) => ({
				ids: [id],
				// What is gone has nothing left to consume, and would be asked for again by each poll.
				request: { ...notificationRequests(agent).consume(id), absentIsFine: true },
			})),
	};
}

function toMessage(notification: IDataObject): Message {
	return {
		id: String(notification.message_id),
		createdAt: String(notification.created_at),
		json: notification,
	};
}
