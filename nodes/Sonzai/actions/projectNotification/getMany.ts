import { projectNotificationRequests } from '../../api/requests/projectNotifications';
import { limit, returnAll } from '../../parameters/limit';
import { requiredProjectId } from '../../parameters/project';
import type { Operation } from '../operation';
import { filterOf, filters } from './filters';

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many project notifications',
		description: 'Retrieve the pending events of all agents of a project',
	},
	fields: [requiredProjectId, returnAll, limit, filters],
	request: (parameters) =>
		projectNotificationRequests(parameters.id(requiredProjectId)).list(filterOf(parameters)),
	list: {},
};
