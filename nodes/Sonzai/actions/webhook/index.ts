import type { Resource } from '../operation';
import { deleteWebhook } from './deleteWebhook';
import { getDeliveryAttempts } from './getDeliveryAttempts';
import { getMany } from './getMany';
import { register } from './register';
import { rotateSecret } from './rotateSecret';

export const webhook: Resource = {
	option: { name: 'Webhook', value: 'webhook' },
	operations: [deleteWebhook, getDeliveryAttempts, getMany, register, rotateSecret],
	preselected: getMany,
};
