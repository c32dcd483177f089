import { projectNotificationRequests } from '../../api/requests/projectNotifications';
import { requiredProjectId } from '../../parameters/project';
import type { Operation } from '../operation';
import { filterOf, filters } from './filters';

export const acknowledgeAll: Operation = {
	option: {
		name: 'Acknowledge All',
		value: 'acknowledgeAll',
		action: 'Acknowledge all project notifications',
		description:
			'Mark all pending notifications of a project as handled, or those that match the filters',
	},
	fields: [requiredProjectId, filters],
	request: (parameters) =>
		projectNotificationRequests(parameters.id(requiredProjectId)).acknowledgeAll(
			filterOf(parameters),
		),
};
