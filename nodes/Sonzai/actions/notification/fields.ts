import type { INodeProperties } from 'n8n-workflow';
import type { List } from '../operation';

/** There is no cursor (Sonzai's OpenAPI document: limit 1–500). */
export const NOTIFICATIONS: List = {
	key: 'notifications',
	part: { parameter: 'limit', max: 500 },
};

export const notificationId: INodeProperties = {
	displayName: 'Notification ID',
	name: 'notificationId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.message_id }}',
	description: 'The message_id of a notification, as Get Many returns it',
};
