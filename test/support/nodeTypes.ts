import type { INodeType, INodeTypes } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { Sonzai } from '../../nodes/Sonzai/Sonzai.node';
import { SonzaiNotificationTrigger } from '../../nodes/Sonzai/SonzaiNotificationTrigger.node';
import { SonzaiTrigger } from '../../nodes/Sonzai/SonzaiTrigger.node';

/** Starts a test's workflow; its output is pinned. */
const START: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['input'],
		version: 1,
		description: 'Gives the input items of a test',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
};

const TYPES: Record<string, INodeType> = {
	start: START,
	'n8n-nodes-sonzai.sonzai': new Sonzai(),
	'n8n-nodes-sonzai.sonzaiNotificationTrigger': new SonzaiNotificationTrigger(),
	'n8n-nodes-sonzai.sonzaiTrigger': new SonzaiTrigger(),
};

export const nodeTypes: INodeTypes = {
	getByName: (name) => nodeTypes.getByNameAndVersion(name),
	getByNameAndVersion: (name) => {
		const type = TYPES[name];
		if (type === undefined) throw new Error(`No node type ${name}`);
		return type;
	},
	getKnownTypes: () => ({}),
};
