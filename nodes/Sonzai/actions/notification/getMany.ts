import type { INodeProperties } from 'n8n-workflow';
import { path } from '../../api/path';
import { agent, agentId } from '../../parameters/agent';
import { filtersField, optionsField } from '../../parameters/collections';
import { limit, returnAll } from '../../parameters/list';
import { userIdFilter } from '../../parameters/user';
import type { Operation } from '../operation';
import { consumeNotification } from './consumeNotification';
import { NOTIFICATIONS } from './fields';

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
	request: (parameters) => ({
		method: 'GET',
		path: path`/agents/${agent(parameters)}/notifications`,
		query: {
			status: parameters.filter(status, filters) ?? 'pending',
			user_id: parameters.filter(userIdFilter, filters),
		},
	}),
	list: NOTIFICATIONS,
	followUp: {
		wanted: (parameters) => parameters.flag(consumeOption, optionsField()),
		identity: ({ message_id }) => String(message_id),
		request: ({ agent_id, message_id }) =>
			consumeNotification(String(agent_id ?? ''), String(message_id ?? '')),
		done: (notification) => ({ ...notification, status: 'consumed' }),
		failed: (notification, error) => ({ ...notification, consume_error: error.message }),
	},
};
