import type { INodeProperties } from 'n8n-workflow';
import { projectNotificationRequests } from '../../api/requests/projectNotifications';
import { InvalidInput } from '../../errors/invalidInput';
import type { ItemParameters } from '../../parameters/itemParameters';
import { requiredProjectId } from '../../parameters/project';
import type { Operation } from '../operation';

const notificationIds: INodeProperties = {
	displayName: 'Notification IDs',
	name: 'notificationIds',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.notification_id }}',
	description:
		'The notification_id of each, as returned by Get Many. Separate several with commas, or pass a list.',
};

export const acknowledge: Operation = {
	option: {
		name: 'Acknowledge',
		value: 'acknowledge',
		action: 'Acknowledge project notifications',
		description: 'Mark notifications of a project as handled, so that they are no longer pending',
	},
	fields: [requiredProjectId, notificationIds],
	request: (parameters) =>
		projectNotificationRequests(parameters.id(requiredProjectId)).acknowledge(ids(parameters)),
	output: (answer, parameters) => ({ notification_ids: ids(parameters), ...answer }),
};

function ids(parameters: ItemParameters): string[] {
	const { displayName } = notificationIds;
	const found = parameters.ids(notificationIds);
	if (found.length > 0) return found;
	throw new InvalidInput(
		`'${displayName}' is empty`,
		'Enter at least one. To acknowledge everything that is pending, choose Acknowledge All instead.',
	);
}
