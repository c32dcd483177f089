import { eventOf } from '../../parameters/event';
import type { Operation } from '../operation';
import { requestsOf, webhookFields } from './fields';

export const rotateSecret: Operation = {
	option: {
		name: 'Rotate Secret',
		value: 'rotateSecret',
		action: 'Rotate webhook secret',
		description:
			'Give a webhook a new signing secret and return it. Whoever verifies its deliveries needs the new one.',
	},
	fields: webhookFields,
	request: (parameters) => requestsOf(parameters).rotateSecret(eventOf(parameters)),
	output: (answer, parameters) => ({ event_type: eventOf(parameters), ...answer }),
};
