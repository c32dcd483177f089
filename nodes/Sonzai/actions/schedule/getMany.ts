import { agentId } from '../../parameters/agent';
import { limit, returnAll } from '../../parameters/limit';
import { userId } from '../../parameters/user';
import type { Operation } from '../operation';
import { parsedSchedule, schedulesOf } from './fields';

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many schedules',
		description: 'Retrieve the schedules on which an agent reaches out to a user',
	},
	fields: [agentId, userId, returnAll, limit],
	request: (parameters) => schedulesOf(parameters).list(),
	list: { output: parsedSchedule },
};
