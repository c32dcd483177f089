import { createRequire } from 'node:module';
import type { IExecuteFunctions, INodeType, INodeTypes } from 'n8n-workflow';
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

/** What a workflow does after its trigger: nothing. */
const NO_OPERATION: INodeType = {
	description: {
		displayName: 'No Operation, do nothing',
		name: 'noOp',
		group: ['organization'],
		version: 1,
		description: 'Hands on what it gets',
		defaults: { name: 'No Operation, do nothing' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		return await Promise.resolve([this.getInputData()]);
	},
};

/**
 * The node types of a process: n8n makes one object of each class.
 *
 * @param more types beside those of this package
 */
export function createNodeTypes(more: Record<string, INodeType> = {}): INodeTypes {
	const types: Record<string, INodeType> = {
		start: START,
		'n8n-nodes-base.noOp': NO_OPERATION,
		'n8n-nodes-sonzai.sonzai': load('Sonzai'),
		'n8n-nodes-sonzai.sonzaiNotificationTrigger': load('SonzaiNotificationTrigger'),
		'n8n-nodes-sonzai.sonzaiTrigger': load('SonzaiTrigger'),
		...more,
	};
	const getByNameAndVersion = (name: string): INodeType => {
		const type = types[name];
		if (type === undefined) throw new Error(`No node type ${name}`);
		return type;
	};
	return { getByName: getByNameAndVersion, getByNameAndVersion, getKnownTypes: () => ({}) };
}

export const nodeTypes = createNodeTypes();
