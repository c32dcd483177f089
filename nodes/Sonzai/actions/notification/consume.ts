import { agent, agentId } from '../../parameters/agent';
import type { Operation } from '../operation';
import { consumeNotification } from './consumeNotification';
import { notificationId } from './fields';

export const consume: Operation = {
	option: {
		name: 'Consume',
		value: 'consume',
		action: 'Consume notification',
		description: 'Mark a notification as handled, so that it is no longer pending',
	},
	fields: [agentId, notificationId],
	request: (parameters) => consumeNotification(agent(parameters), parameters.text(notificationId)),
	output: (answer, parameters) => ({
		message_id: parameters.text(notificationId),
		status: 'consumed',
		...answer,
	}),
};
