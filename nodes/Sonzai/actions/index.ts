import type { INodeProperties } from 'n8n-workflow';
import { agent } from './agent';
import { notification } from './notification';
import type { Operation } from './operation';
import { panel } from './panel';
import { projectNotification } from './projectNotification';
import { schedule } from './schedule';
import { wakeup } from './wakeup';
import { webhook } from './webhook';

/** In the order in which the panel lists them. */
export const RESOURCES = [agent, notification, projectNotification, schedule, wakeup, webhook];

/** Everything that the panel of the node shows. */
export const properties: INodeProperties[] = panel(RESOURCES, notification);

/** @returns undefined for values that no release of the node ever stored */
export function findOperation(resource: string, operation: string): Operation | undefined {
	return RESOURCES.find(({ option }) => option.value === resource)?.operations.find(
		({ option }) => option.value === operation,
	);
}
