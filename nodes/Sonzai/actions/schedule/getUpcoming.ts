import type { INodeProperties } from 'n8n-workflow';
import { agentId } from '../../parameters/agent';
import { userId } from '../../parameters/user';
import { wholeNumber } from '../../parameters/values';
import type { Operation } from '../operation';
import { scheduleId, schedulePath } from './fields';

/** Sonzai's OpenAPI document: limit 1–100. */
const MOST = 100;

const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST },
	default: 50,
	description: 'Max number of results to return',
};

export const getUpcoming: Operation = {
	option: {
		name: 'Get Upcoming',
		value: 'getUpcoming',
		action: 'Get upcoming times of schedule',
		description: 'Retrieve the times at which a schedule fires next, soonest first',
	},
	fields: [agentId, userId, scheduleId, limit],
	request: (parameters) => ({
		method: 'GET',
		path: `${schedulePath(parameters)}/upcoming`,
		query: {
			limit: wholeNumber(parameters.value(limit), limit.displayName, { min: 1, max: MOST }),
		},
	}),
	// The entries are times, not objects.
	list: { key: 'upcoming', output: (time) => ({ fires_at: time }) },
};
