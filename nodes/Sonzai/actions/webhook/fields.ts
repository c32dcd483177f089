import { webhookRequests } from '../../api/webhookRequests';
import { customEventType, eventType } from '../../parameters/event';
import type { ItemParameters } from '../../parameters/itemParameters';
import { projectId, projectOfScope, scope } from '../../parameters/project';

/** The fields that say which webhook. */
export const webhookFields = [scope, projectId, eventType, customEventType];

/** The requests about the webhooks of the chosen project. */
export function requestsOf(parameters: ItemParameters) {
	return webhookRequests(projectOfScope(parameters));
}
