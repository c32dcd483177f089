import { projectId, scope } from '../../parameters/project';
import type { Operation } from '../operation';
import { requestsOf } from './fields';

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many webhooks',
		description: 'Retrieve the registered webhooks, at most one for each event type',
	},
	fields: [scope, projectId],
	request: (parameters) => requestsOf(parameters).list(),
	list: { key: 'webhooks' },
};
