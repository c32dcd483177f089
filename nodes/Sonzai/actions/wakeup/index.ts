import type { Resource } from '../operation';
import { getMany } from './getMany';
import { schedule } from './schedule';

export const wakeup: Resource = {
	option: { name: 'Wakeup', value: 'wakeup' },
	operations: [getMany, schedule],
	preselected: schedule,
};
