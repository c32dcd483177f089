import type { Resource } from '../operation';
import { consume } from './consume';
import { getHistory } from './getHistory';
import { getMany } from './getMany';

export const notification: Resource = {
	option: { name: 'Notification', value: 'notification' },
	operations: [consume, getHistory, getMany],
	preselected: getMany,
};
