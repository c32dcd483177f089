import type { Resource } from '../operation';
import { create } from './create';
import { deleteSchedule } from './deleteSchedule';
import { get } from './get';
import { getMany } from './getMany';
import { getUpcoming } from './getUpcoming';
import { update } from './update';

export const schedule: Resource = {
	option: { name: 'Schedule', value: 'schedule' },
	operations: [create, deleteSchedule, get, getMany, getUpcoming, update],
	preselected: create,
};
