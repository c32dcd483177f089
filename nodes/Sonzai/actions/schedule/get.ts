import { agentId } from '../../parameters/agent';
import { userId } from '../../parameters/user';
import type { Operation } from '../operation';
import { parsedSchedule, scheduleId, schedulesOf } from './fields';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get schedule',
		description: 'Retrieve a schedule, with the next time at which it fires',
	},
	fields: [agentId, userId, scheduleId],
	request: (parameters) => schedulesOf(parameters).get(parameters.id(scheduleId)),
	output: parsedSchedule,
};
