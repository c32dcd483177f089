import type { INodeProperties } from 'n8n-workflow';
import { notificationRequests } from '../../api/requests/notifications';
import { agent, agentId } from '../../parameters/agent';
import { filtersField } from '../../parameters/collections';
import { limit, returnAll } from '../../parameters/limit';
import { userIdFilter } from '../../parameters/user';
import type { Operation } from '../operation';
import { consumingIfWanted, markAsConsumed } from './markAsConsumed';

const status: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Consumed', value: 'consumed' },
		{ name: 'Pending', value: 'pending' },
	],
	default: 'pending',
	description:
		'Only notifications with this status. Without this filter, pending ones are returned.',
};

const filters = filtersField(status, userIdFilter);

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many notifications',
		description: 'Retrieve the messages that an agent sends on its own',
	},
	fields: [agentId, returnAll, limit, filters],
	options: [markAsConsumed],
	request: (parameters) =>
		notificationRequests(agent(parameters)).list({
			status: parameters.filter(status, filters) ?? 'pending',
			user_id: parameters.filter(userIdFilter, filters),
		}),
	list: {},
	fetching: consumingIfWanted,
};
