import type { INodeProperties } from 'n8n-workflow';
import { wakeupRequests } from '../../api/requests/wakeups';
import { agent, agentId } from '../../parameters/agent';
import { filtersField } from '../../parameters/collections';
import { limit, returnAll } from '../../parameters/limit';
import { ofUser, userIdFilter } from '../../parameters/user';
import type { Operation } from '../operation';

const status: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Executed', value: 'executed' },
		{ name: 'Pending', value: 'pending' },
	],
	default: 'pending',
	description: 'Only wakeups with this status',
};

const filters = filtersField(status, userIdFilter);

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many wakeups',
		description: "Retrieve an agent's scheduled wakeups",
	},
	fields: [agentId, returnAll, limit, filters],
	request: (parameters) =>
		wakeupRequests(agent(parameters)).list({ status: parameters.filter(status, filters) }),
	list: { keep: (parameters) => ofUser(parameters, filters) },
};
