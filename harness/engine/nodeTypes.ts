import { createRequire } from 'node:module';
import type { INodeType, INodeTypes } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

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

const requireHere = createRequire(__filename);

// With the extension: without it tsx, which runs the benchmarks, takes the codex file `X.node.json`.
function load(className: string): INodeType {
	const exported = requireHere(`../../nodes/Sonzai/${className}.node.ts`) as Record<
		string,
		new () => INodeType
	>;
	return new exported[className]!();
}

const TYPES: Record<string, INodeType> = {
	start: START,
	'n8n-nodes-sonzai.sonzai': load('Sonzai'),
	'n8n-nodes-sonzai.sonzaiNotificationTrigger': load('SonzaiNotificationTrigger'),
	'n8n-nodes-sonzai.sonzaiTrigger': load('SonzaiTrigger'),
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
