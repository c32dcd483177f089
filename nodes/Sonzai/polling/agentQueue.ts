import type { IDataObject } from 'n8n-workflow';
import { path } from '../api/path';
import { rows } from '../api/rows';
import type { Message } from './cursor';
import type { Queue } from './queue';
import { queueKey } from './queue';

/** The most that a listing shows; there is no cursor (Sonzai's OpenAPI document: `limit` 1–500). */
const AGENT_CAP = 500;

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
			const answer = await client.send({
				method: 'GET',
				path: path`/agents/${agent}/notifications`,
				query: { status: 'pending', user_id: userId, limit: AGENT_CAP },
			});
			const messages = rows(answer, 'notifications').map(toMessage);
			return { messages, isFull: messages.length >= AGENT_CAP };
		},
		consumptions: (ids) =>
			ids.map((id) => ({
				ids: [id],
				request: {
					method: 'POST',
					path: path`/agents/${agent}/notifications/${id}/consume`,
					absentIsFine: true,
				},
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
