import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { lifecycle } from './webhook/lifecycle';
import { ProcessMemory } from './webhook/processMemory';
import { receiver } from './webhook/receive';
import { properties } from './webhook/settings';

export class SonzaiTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sonzai Trigger',
		name: 'sonzaiTrigger',
		icon: { light: 'file:sonzai.svg', dark: 'file:sonzai.dark.svg' },
		group: ['trigger'],
		// Starts above 1: for a node of version 1 n8n evaluates an expression on every delivery.
		version: 2,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when an event happens to a Sonzai agent',
		defaults: { name: 'Sonzai Trigger' },
		eventTriggerDescription:
			'Waiting for an event of Sonzai. If the workflow is published, it keeps receiving every event; this test gets a copy.',
		activationMessage: 'Sonzai now delivers the chosen events to this workflow.',
		triggerPanel: {
			header: 'Wait for an event of Sonzai',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, click <b>Execute step</b>, then make the event happen in Sonzai. An event that another workflow or server listens to is left alone.<br /><br /><b>Once you are happy with your workflow</b>, publish it. Then every event starts the workflow, and the executions show up in the executions list.',
				active:
					'<b>While building your workflow</b>, click <b>Execute step</b>, then make the event happen in Sonzai. The published workflow keeps receiving every event during the test; the test gets a copy.<br /><br /><b>Your workflow is published</b>: every event starts it, and the executions show up in the executions list.',
			},
			activationHint:
				"Once you've finished building your workflow, publish it to receive every event.",
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'sonzaiApi', required: true }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		properties,
	};

	/** As old as the process: n8n makes one instance of a node's class. */
	private readonly memory = new ProcessMemory();

	webhookMethods = { default: lifecycle(this.memory) };

	webhook = receiver(this.memory);
}
