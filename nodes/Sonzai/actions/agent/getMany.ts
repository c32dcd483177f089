import type { INodeProperties } from 'n8n-workflow';
import { agentRequests } from '../../api/requests/agents';
import { filtersField } from '../../parameters/collections';
import { limit, returnAll } from '../../parameters/limit';
import type { Operation } from '../operation';

const search: INodeProperties = {
	displayName: 'Search',
	name: 'search',
	type: 'string',
	default: '',
	placeholder: 'e.g. Luna',
	description: 'Only agents that match this text',
};

const filters = filtersField(search);

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many agents',
		description: 'Retrieve the agents of the project that the API key belongs to',
	},
	fields: [returnAll, limit, filters],
	request: (parameters) => agentRequests.list({ search: parameters.filter(search, filters) }),
	list: {},
};
