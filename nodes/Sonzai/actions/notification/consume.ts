import { notificationRequests } from '../../api/requests/notifications';
import { agent, agentId } from '../../parameters/agent';
import type { Operation } from '../operation';
import { notificationId } from './fields';

export const consume: Operation = {
	option: {
		name: 'Consume',
		value: 'consume',
		action: 'Consume notification',
		description: 'Mark a notification as handled, so that it is no longer pending',
	},
	fields: [agentId, notificationId],
	request: (parameters) =>
		notificationRequests(agent(parameters)).consume(parameters.id(notificationId)),
	output: (answer, parameters) => ({
		message_id: parameters.id(notificationId),
		status: 'consumed',
		...answer,
	}),
};
