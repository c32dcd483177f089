import { path } from '../../api/path';
import { requiredProjectId } from '../../parameters/project';
import type { Operation } from '../operation';
import { filterQuery, filters } from './filters';

export const acknowledgeAll: Operation = {
	option: {
		name: 'Acknowledge All',
		value: 'acknowledgeAll',
		action: 'Acknowledge all project notifications',
		description: 'Mark all pending notifications of a project as handled, or those that match',
	},
	fields: [requiredProjectId, filters],
	request: (parameters) => ({
		method: 'POST',
		path: path`/projects/${parameters.text(requiredProjectId)}/notifications/acknowledge-all`,
		query: filterQuery(parameters),
	}),
};
