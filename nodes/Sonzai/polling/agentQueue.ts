import type { IDataObject } from 'n8n-workflow';
import { asking, isFull, withAnyEntries } from '../api/listRequest';
import { notificationRequests } from '../api/requests/notifications';
import { entriesOf } from '../api/listIn';
import { quoted } from '../errors/quote';
import { readMessages } from './messages';
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
	const key = queueKey(AGENT_QUEUE, agent, userId);
	return {
		key,
		label: `agent "${quoted(agent, 100)}"`,
		list: async (client) => {
			const { list } = notificationRequests(agent);
			const listed = withAnyEntries(asking(list({ status: 'pending', user_id: userId }), Infinity));
			const entries = entriesOf(await client.send(listed), listed.key);
			// One that names its agent is the same however the agent was chosen.
			const scopeOf = ({ agent_id }: IDataObject) => (typeof agent_id === 'string' ? '' : key);
			return {
				...readMessages(entries, 'message_id', scopeOf),
				isFull: isFull(listed, entries.length),
			};
		},
		consumptions: (ids) =>
			ids.map((id) => ({
				ids: [id],
				// What is gone has nothing left to consume, and would be asked for again by each poll.
				request: () => ({ ...notificationRequests(agent).consume(id), absentIsFine: true }),
			})),
	};
}
