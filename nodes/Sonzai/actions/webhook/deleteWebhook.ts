import { eventOf } from '../../parameters/event';
import type { Operation } from '../operation';
import { requestsOf, webhookFields } from './fields';

export const deleteWebhook: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete webhook',
		description:
			'Stop the delivery of an event to whoever receives it. A published Sonzai Trigger for this event no longer starts.',
	},
	fields: webhookFields,
	request: (parameters) => requestsOf(parameters).remove(eventOf(parameters)),
	output: () => ({ deleted: true }),
};
