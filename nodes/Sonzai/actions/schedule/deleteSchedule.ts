import { agentId } from '../../parameters/agent';
import { userId } from '../../parameters/user';
import type { Operation } from '../operation';
import { scheduleId, schedulesOf } from './fields';

export const deleteSchedule: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete schedule',
		description: 'End a schedule for good',
	},
	fields: [agentId, userId, scheduleId],
	request: (parameters) => schedulesOf(parameters).remove(parameters.id(scheduleId)),
	output: () => ({ deleted: true }),
};
