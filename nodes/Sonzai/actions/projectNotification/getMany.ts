import { path } from '../../api/path';
import { limit, returnAll } from '../../parameters/list';
import { requiredProjectId } from '../../parameters/project';
import type { Operation } from '../operation';
import { filterQuery, filters } from './filters';

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many project notifications',
		description: 'Retrieve the pending events of all agents of a project',
	},
	fields: [requiredProjectId, returnAll, limit, filters],
	request: (parameters) => ({
		method: 'GET',
		path: path`/projects/${parameters.text(requiredProjectId)}/notifications`,
		query: filterQuery(parameters),
	}),
	// There is no cursor (Sonzai's OpenAPI document: limit 1–200).
	list: { key: 'notifications', part: { parameter: 'limit', max: 200 } },
};
