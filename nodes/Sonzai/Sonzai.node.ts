import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import { findOperation, properties } from './actions';
import { execute } from './actions/execute';
import { quoted } from './errors/quote';
import { searchAgents } from './methods/searchAgents';

export class Sonzai implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sonzai',
		name: 'sonzai',
		icon: { light: 'file:sonzai.svg', dark: 'file:sonzai.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Read the messages of Sonzai agents, schedule when they reach out, and send them events',
		defaults: { name: 'Sonzai' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'sonzaiApi', required: true }],
		properties,
	};

	methods = { listSearch: { searchAgents } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const name = this.getNodeParameter('operation', 0) as string;
		const operation = findOperation(resource, name);
		if (operation === undefined) {
			throw new NodeOperationError(
				this.getNode(),
				`The operation "${quoted(name)}" of "${quoted(resource)}" does not exist`,
				{ description: 'Open the node and choose one from the list.' },
			);
		}
		return [await execute(this, operation)];
	}
}
