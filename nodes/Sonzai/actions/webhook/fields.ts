import { webhookRequests } from '../../api/requests/webhooks';
import { customEventType, eventType } from '../../parameters/event';
import type { ItemParameters } from '../../parameters/itemParameters';
import { projectId, projectOfScope, scope } from '../../parameters/project';

/** The fields that say whose webhooks. */
export const scopeFields = [scope, projectId];

/** The fields that say which webhook. */
export const webhookFields = [...scopeFields, eventType, customEventType];

/** The requests about the webhooks of the chosen project. */
export function requestsOf(parameters: ItemParameters) {
	return webhookRequests(projectOfScope(parameters));
}
