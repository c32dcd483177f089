import type { INodeProperties } from 'n8n-workflow';
import { path } from '../../api/path';
import { agent, agentId } from '../../parameters/agent';
import { filtersField } from '../../parameters/collections';
import { limit, returnAll } from '../../parameters/list';
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
	description: 'Only wakeups in this state',
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
	request: (parameters) => ({
		method: 'GET',
		path: path`/agents/${agent(parameters)}/wakeups`,
		query: { status: parameters.filter(status, filters) },
	}),
	// There is no cursor (Sonzai's OpenAPI document: limit 1–500).
	list: {
		key: 'wakeups',
		part: { parameter: 'limit', max: 500 },
		keep: (parameters) => ofUser(parameters, filters),
	},
};
