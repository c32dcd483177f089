import type { INodeProperties } from 'n8n-workflow';
import { notificationRequests } from '../../api/requests/notifications';
import { agent, agentId } from '../../parameters/agent';
import { filtersField, optionsField } from '../../parameters/collections';
import { limit, returnAll } from '../../parameters/list';
import { userIdFilter } from '../../parameters/user';
import type { Operation } from '../operation';

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
		'Only notifications in this state. Without this filter, the pending ones are returned.',
};

const consumeOption: INodeProperties = {
	displayName: 'Mark as Consumed',
	name: 'consume',
	type: 'boolean',
	default: false,
	description:
		'Whether to mark the returned notifications as handled, so that the next run does not return them again',
};

const filters = filtersField(status, userIdFilter);

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many notifications',
		description: 'Retrieve the messages that an agent wants to send on its own',
	},
	fields: [agentId, returnAll, limit, filters],
	options: [consumeOption],
	request: (parameters) =>
		notificationRequests(agent(parameters)).list({
			status: parameters.filter(status, filters) ?? 'pending',
			user_id: parameters.filter(userIdFilter, filters),
		}),
	list: {},
	followUp: {
		wanted: (parameters) => parameters.flag(consumeOption, optionsField()),
		identity: ({ message_id }) => String(message_id),
		request: ({ agent_id, message_id }) =>
			notificationRequests(String(agent_id ?? '')).consume(String(message_id ?? '')),
		done: (notification) => ({ ...notification, status: 'consumed' }),
		failed: (notification, error) => ({ ...notification, consume_error: error.message }),
	},
};
