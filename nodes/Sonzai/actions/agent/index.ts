import type { Resource } from '../operation';
import { get } from './get';
import { getMany } from './getMany';
import { triggerEvent } from './triggerEvent';

export const agent: Resource = {
	option: { name: 'Agent', value: 'agent' },
	operations: [get, getMany, triggerEvent],
	preselected: getMany,
};
