import type { INodeProperties } from 'n8n-workflow';
import { webhookRequests } from '../../api/requests/webhooks';
import { customEventType, eventType } from '../../parameters/event';
import type { ItemParameters } from '../../parameters/itemParameters';
import { projectId, projectOfScope, scope } from '../../parameters/project';

// Where an expression makes the choice that a field depends on, n8n would demand the field whatever
// the choice, though the panel may hide it: it is demanded when an item is read.
const ifChosen = (field: INodeProperties): INodeProperties => ({ ...field, required: false });

/** The fields that say whose webhooks. */
export const scopeFields = [scope, ifChosen(projectId)];

/** The fields that say which webhook. */
export const webhookFields = [...scopeFields, eventType, ifChosen(customEventType)];

/** The requests about the webhooks of the chosen project. */
export function requestsOf(parameters: ItemParameters) {
	return webhookRequests(projectOfScope(parameters));
}
