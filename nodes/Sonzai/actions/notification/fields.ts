import type { INodeProperties } from 'n8n-workflow';

/** The most that one list request gives; there is no cursor (Sonzai's OpenAPI document: limit 1–500). */
export const NOTIFICATION_CAP = 500;

/** The wire's name of the list. */
export const NOTIFICATIONS = 'notifications';

export const notificationId: INodeProperties = {
	displayName: 'Notification ID',
	name: 'notificationId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.message_id }}',
	description: 'The message_id of a notification, as Get Many returns it',
};
