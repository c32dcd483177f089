import { path } from '../../api/path';
import { rows } from '../../api/rows';
import { agent, agentId } from '../../parameters/agent';
import { limit, returnAll } from '../../parameters/list';
import { userIdFilter } from '../../parameters/user';
import { filtersField } from '../filters';
import type { Operation } from '../operation';
import { NOTIFICATION_CAP, NOTIFICATIONS } from './fields';

const filters = filtersField(userIdFilter);

export const getHistory: Operation = {
	option: {
		name: 'Get History',
		value: 'getHistory',
		action: 'Get notification history',
		description: "Retrieve an agent's past messages, pending and consumed ones",
	},
	fields: [agentId, returnAll, limit, filters],
	request: (parameters) => ({
		method: 'GET',
		path: path`/agents/${agent(parameters)}/notifications/history`,
		query: {
			// The wire can't filter by user here, so a limit must not cut before the filter has.
			limit: parameters.optionalText(userIdFilter, filters)
				? NOTIFICATION_CAP
				: parameters.limit(NOTIFICATION_CAP),
		},
	}),
	items: (answer, parameters) => {
		const user = parameters.optionalText(userIdFilter, filters);
		return rows(answer, NOTIFICATIONS)
			.filter((notification) => user === undefined || notification.user_id === user)
			.slice(0, parameters.limit(NOTIFICATION_CAP));
	},
};
