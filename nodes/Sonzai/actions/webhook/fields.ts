import type { INodeProperties } from 'n8n-workflow';
import { webhookRequests } from '../../api/webhookRequests';
import { customEventType, eventType } from '../../parameters/event';
import type { ItemParameters } from '../../parameters/itemParameters';
import { projectId, projectOfScope, scope } from '../../parameters/project';

// n8n takes a field as shown once the choice that it depends on is an expression, and would demand
// it then from those who choose something else: it is demanded when an item is read.
const ifChosen = (field: INodeProperties): INodeProperties => ({ ...field, required: false });

/** The fields that say whose webhooks. */
export const scopeFields = [scope, ifChosen(projectId)];

/** The fields that say which webhook. */
export const webhookFields = [...scopeFields, eventType, ifChosen(customEventType)];

/** The requests about the webhooks of the chosen project. */
export function requestsOf(parameters: ItemParameters) {
	return webhookRequests(projectOfScope(parameters));
}
