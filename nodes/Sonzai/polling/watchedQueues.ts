import type { IDataObject } from 'n8n-workflow';
import type { SonzaiClient } from '../api/client';
import { withAnyEntries } from '../api/listRequest';
import { entriesOf } from '../api/listIn';
import { webhookRequests } from '../api/requests/webhooks';
import { AGENT_QUEUE, agentQueue } from './agentQueue';
import { failedDeliveriesQueue } from './failedDeliveries';
import { PROJECT_QUEUE, projectQueue } from './projectQueue';
import { textOf } from './messages';
import type { Queue } from './queue';
import { readQueueKey } from './queue';
import type { Settings } from './settings';

/**
 * The queues that the user wants to watch.
 *
 * @throws RequestFailure when the webhooks that there are could not be listed
 */
export async function watchedQueues(settings: Settings, client: SonzaiClient): Promise<Queue[]> {
	switch (settings.source) {
		case 'agent':
			return settings.agents.map((agent) => agentQueue(agent, settings.userId));
		case 'project': {
			const { projectId, eventTypes, userId } = settings;
			if (eventTypes.length === 0) return [projectQueue(projectId, undefined, userId)];
			return eventTypes.map((type) => projectQueue(projectId, type, userId));
		}
		case 'failedDeliveries': {
			const { projectId, eventTypes } = settings;
			const types = eventTypes.length > 0 ? eventTypes : await registered(client, projectId);
			return types.map((type) => failedDeliveriesQueue(projectId, type));
		}
	}
}

/**
 * A queue that was watched before the user changed the settings, for what is left to consume there.
 *
 * @returns undefined where nothing can be consumed
 */
export function formerQueue(key: string): Queue | undefined {
	const [kind, owner = '', ...rest] = readQueueKey(key);
	if (kind === AGENT_QUEUE) return agentQueue(owner, ...rest);
	if (kind === PROJECT_QUEUE) return projectQueue(owner, ...rest);
	return undefined;
}

async function registered(client: SonzaiClient, projectId?: string): Promise<string[]> {
	const request = withAnyEntries(webhookRequests(projectId).list());
	const answer = await client.send(request);
	// An event type without a name cannot be looked at, and is reported as a queue that fails.
	const webhooks: Array<IDataObject | null> = entriesOf(answer, request.key);
	return webhooks.map((webhook) => textOf(webhook?.event_type));
}
