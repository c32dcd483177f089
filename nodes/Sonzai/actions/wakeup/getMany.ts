import type { INodeProperties } from 'n8n-workflow';
import { path } from '../../api/path';
import { rows } from '../../api/rows';
import { agent, agentId } from '../../parameters/agent';
import { limit, returnAll } from '../../parameters/list';
import { userIdFilter } from '../../parameters/user';
import { filtersField } from '../filters';
import type { Operation } from '../operation';

/** The most that one list request gives; there is no cursor (Sonzai's OpenAPI document: limit 1–500). */
const WAKEUP_CAP = 500;

const status: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Executed', value: 'executed' },
		{ name: 'Pending', value: 'pending' },
	],
	default: 'pending',
	description: 'Only wakeups in this state',
};

const filters = filtersField(status, userIdFilter);

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many wakeups',
		description: "Retrieve an agent's scheduled wakeups",
	},
	fields: [agentId, returnAll, limit, filters],
	request: (parameters) => ({
		method: 'GET',
		path: path`/agents/${agent(parameters)}/wakeups`,
		query: {
			status: parameters.optionalText(status, filters),
			// The wire can't filter by user here, so a limit must not cut before the filter has.
			limit: parameters.optionalText(userIdFilter, filters)
				? WAKEUP_CAP
				: parameters.limit(WAKEUP_CAP),
		},
	}),
	items: (answer, parameters) => {
		const user = parameters.optionalText(userIdFilter, filters);
		return rows(answer, 'wakeups')
			.filter((wakeup) => user === undefined || wakeup.user_id === user)
			.slice(0, parameters.limit(WAKEUP_CAP));
	},
};
