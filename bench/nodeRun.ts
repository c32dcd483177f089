import { additionalData } from '../test/support/engine';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';

/** A node with its parameters, as a workflow holds it. */
export interface Subject {
	/** n8n gives some of its own nodes more rights by their name. */
	readonly typeName: string;
	readonly type: INodeType;
	readonly version: number;
	readonly parameters: INodeParameters;
}

const START: INode = {
	id: 'start',
	name: 'Start',
	type: 'start',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * Runs a node in n8n's engine.
 *
 * @param url the platform that the credential names
 * @returns its output
 * @throws when the node fails
 */
export async function runSubject(
	{ typeName, type, version, parameters }: Subject,
	items: IDataObject[],
	url: string,
): Promise<INodeExecutionData[]> {
	const workflow = new Workflow({
		id: 'bench',
		nodes: [
			START,
			{
				...START,
				id: 'subject',
				name: 'Subject',
				type: typeName,
				typeVersion: version,
				parameters,
				credentials: { sonzaiApi: { id: '1', name: 'Sonzai API' } },
			},
		],
		connections: {
			Start: { main: [[{ node: 'Subject', type: NodeConnectionTypes.Main, index: 0 }]] },
		},
		active: true,
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		},
	});
	const data = additionalData({ credentials: { apiKey: 'sk_bench', baseUrl: url } });
	data.hooks = new ExecutionLifecycleHooks('trigger', '1', { id: 'bench' } as never);
	const { data: result } = await new WorkflowExecute(
		data,
		'trigger',
		createRunExecutionData({}),
	).run({ workflow, startNode: START, pinData: { Start: items.map((json) => ({ json })) } });
	const { error, runData } = result.resultData;
	if (error) throw error;
	return runData.Subject?.[0]?.data?.main?.[0] ?? [];
}
