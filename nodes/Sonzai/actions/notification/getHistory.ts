import { notificationRequests } from '../../api/requests/notifications';
import { agent, agentId } from '../../parameters/agent';
import { filtersField } from '../../parameters/collections';
import { limit, returnAll } from '../../parameters/limit';
import { ofUser, userIdFilter } from '../../parameters/user';
import type { Operation } from '../operation';

const filters = filtersField(userIdFilter);

export const getHistory: Operation = {
	option: {
		name: 'Get History',
		value: 'getHistory',
		action: 'Get notification history',
		description: "Retrieve an agent's past messages, pending and consumed ones",
	},
	fields: [agentId, returnAll, limit, filters],
	request: (parameters) => notificationRequests(agent(parameters)).history(),
	list: { keep: (parameters) => ofUser(parameters, filters) },
};
