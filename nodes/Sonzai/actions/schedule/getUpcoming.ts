import type { INodeProperties } from 'n8n-workflow';
import { asking } from '../../api/listRequest';
import { UPCOMING } from '../../api/requests/schedules';
import { agentId } from '../../parameters/agent';
import { userId } from '../../parameters/user';
import { wholeNumber } from '../../parameters/number';
import type { Operation } from '../operation';
import { scheduleId, schedulesOf } from './fields';

const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: UPCOMING.max },
	default: 50,
	description: 'Max number of results to return',
};

export const getUpcoming: Operation = {
	option: {
		name: 'Get Upcoming',
		value: 'getUpcoming',
		action: 'Get upcoming times of schedule',
		description: 'Retrieve the next times at which a schedule fires, soonest first',
	},
	fields: [agentId, userId, scheduleId, limit],
	request: (parameters) =>
		asking(
			schedulesOf(parameters).upcoming(parameters.id(scheduleId)),
			wholeNumber(parameters.value(limit), limit.displayName, { min: 1, max: UPCOMING.max }),
		),
	// The entries are times, not objects.
	list: { output: (time) => ({ fires_at: time }) },
};
