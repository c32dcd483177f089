import type { INodeProperties } from 'n8n-workflow';

export const notificationId: INodeProperties = {
	displayName: 'Notification ID',
	name: 'notificationId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.message_id }}',
	description: 'The message_id of a notification, as returned by Get Many',
};
