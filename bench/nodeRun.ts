import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type { IDataObject, INode, INodeExecutionData, INodeType } from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { additionalData } from '../harness/engine/engine';
import type { ConfiguredNode } from './consume';

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
export async function runNode(
	node: ConfiguredNode,
	type: INodeType,
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
				...node,
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
