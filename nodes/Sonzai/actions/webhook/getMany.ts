import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../operation';
import { requestsOf, scopeFields } from './fields';

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many webhooks',
		description: 'Retrieve the registered webhooks, at most one for each event type',
	},
	fields: scopeFields,
	request: (parameters) => requestsOf(parameters).list(),
	list: { output: withoutSecret },
};

/** The Authorization header of the deliveries lets whoever knows it pose as Sonzai: it stays out of executions. */
function withoutSecret({ auth_header, ...webhook }: IDataObject): IDataObject {
	return { ...webhook, has_auth_header: Boolean(auth_header) };
}
