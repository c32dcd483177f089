import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { getAgents } from './methods/agentOptions';
import { poller } from './polling/poll';
import { properties } from './polling/settings';

export class SonzaiNotificationTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sonzai Notification Trigger',
		name: 'sonzaiNotificationTrigger',
		icon: { light: 'file:sonzai.svg', dark: 'file:sonzai.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ { agent: "agents", project: "project", failedDeliveries: "failed deliveries" }[$parameter["source"]] }}',
		description:
			'Starts the workflow with new messages of Sonzai agents by polling, so that no public address is needed',
		defaults: { name: 'Sonzai Notification Trigger' },
		activationMessage: 'n8n now polls Sonzai for new messages at the poll times.',
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'sonzaiApi', required: true }],
		properties,
	};

	methods = { loadOptions: { getAgents } };

	poll = poller();
}
