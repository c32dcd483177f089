import type { Resource } from '../operation';
import { acknowledge } from './acknowledge';
import { acknowledgeAll } from './acknowledgeAll';
import { getMany } from './getMany';

export const projectNotification: Resource = {
	option: { name: 'Project Notification', value: 'projectNotification' },
	operations: [acknowledge, acknowledgeAll, getMany],
	preselected: getMany,
};
