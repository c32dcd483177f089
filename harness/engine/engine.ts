import './instance';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRun,
	ITaskData,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
	OnError,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox';
import { InMemoryCredentials } from './credentials';
import { nodeTypes } from './nodeTypes';

/** What a test says of the n8n around the node. */
export interface Instance {
	readonly credentials?: ICredentialDataDecryptedObject;
	/** Where n8n believes it can be reached from outside, ending in a slash. */
	readonly webhookUrl?: string;
	/** IANA name, as in the workflow's settings. */
	readonly timezone?: string;
}

/** The credential that a sandbox accepts. */
export function credentialsOf(sandbox: Sandbox): ICredentialDataDecryptedObject {
	return { apiKey: sandbox.apiKey, baseUrl: sandbox.url };
}

/** What n8n hands to every node beside its workflow. */
export function additionalData(instance: Instance): IWorkflowExecuteAdditionalData {
	const webhookUrl = instance.webhookUrl ?? 'http://127.0.0.1:5678/';
	return {
		credentialsHelper: new InMemoryCredentials(instance.credentials ?? {}),
		currentNodeExecutionIndex: 0,
		executionId: '1',
		instanceBaseUrl: webhookUrl,
		restApiUrl: `${webhookUrl}rest`,
		formBaseUrl: `${webhookUrl}form`,
		formTestBaseUrl: `${webhookUrl}form-test`,
		formWaitingBaseUrl: `${webhookUrl}form-waiting`,
		mcpBaseUrl: `${webhookUrl}mcp`,
		mcpTestBaseUrl: `${webhookUrl}mcp-test`,
		webhookBaseUrl: `${webhookUrl}webhook`,
		webhookTestBaseUrl: `${webhookUrl}webhook-test`,
		webhookWaitingBaseUrl: `${webhookUrl}webhook-waiting`,
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** A node of our package, as a workflow stores it. */
export function node(type: string, parameters: INodeParameters, more: Partial<INode> = {}): INode {
	return {
		id: `id of ${type}`,
		name: 'Sonzai',
		type: `n8n-nodes-sonzai.${type}`,
		typeVersion: nodeVersion(type),
		position: [200, 0],
		parameters,
		credentials: { sonzaiApi: { id: '1', name: 'Sonzai API' } },
		...more,
	};
}

function nodeVersion(type: string): number {
	const { version } = nodeTypes.getByNameAndVersion(`n8n-nodes-sonzai.${type}`).description;
	return [version].flat().at(-1) as number;
}

/** A workflow with one node of ours. */
export function workflowOf(
	subject: INode,
	instance: Instance,
	staticData: IDataObject = {},
	id = 'workflow-1',
	types = nodeTypes,
) {
	return new Workflow({
		id,
		name: 'Test',
		nodes: [START_NODE, subject],
		connections: {
			Start: { main: [[{ node: subject.name, type: NodeConnectionTypes.Main, index: 0 }]] },
		},
		active: true,
		nodeTypes: types,
		staticData,
		settings: { timezone: instance.timezone ?? 'UTC' },
	});
}

const START_NODE: INode = {
	id: 'id of start',
	name: 'Start',
	type: 'start',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** What the user sees of a node's run. */
export interface NodeRun {
	readonly output: INodeExecutionData[];
	/** The items of the error branch, where the node has one. */
	readonly failed: INodeExecutionData[];
	readonly error?: ITaskData['error'] & { description?: string | null; context?: IDataObject };
	readonly hints: NodeExecutionHint[];
}

/** What the user sets in the Settings of the node. */
export interface NodeSettings {
	readonly onError?: OnError;
	/** Three tries, n8n's default. */
	readonly retryOnFail?: boolean;
	/** How many times the execution comes to the node, as in a loop; the last time is told. */
	readonly runs?: number;
}

/**
 * Runs the action node in n8n's engine.
 *
 * @param items one input item for each object
 */
export async function runNode(
	parameters: INodeParameters,
	items: IDataObject[],
	instance: Instance & NodeSettings & { readonly signal?: AbortSignal },
): Promise<NodeRun> {
	const { onError, retryOnFail, runs = 1 } = instance;
	// n8n takes 0 for a second.
	const subject = node('sonzai', parameters, { onError, retryOnFail, waitBetweenTries: 1 });
	const run = await execute(subject, items, instance, runs);
	const task = run.data.resultData.runData[subject.name]?.at(-1);
	const [output, failed] = task?.data?.main ?? [];
	return {
		output: output ?? [],
		failed: failed ?? [],
		error: (task?.error ?? run.data.resultData.error) as NodeRun['error'],
		hints: task?.hints ?? [],
	};
}

async function execute(
	subject: INode,
	items: IDataObject[],
	instance: Instance & { readonly signal?: AbortSignal },
	runs: number,
): Promise<IRun> {
	const workflow = workflowOf(subject, instance);
	const [connection] = workflow.connectionsBySourceNode.Start!.main![0]!;
	workflow.setConnections({ Start: { main: [Array.from({ length: runs }, () => connection!)] } });
	const data = additionalData(instance);
	data.hooks = new ExecutionLifecycleHooks('trigger', '1', {
		id: workflow.id,
		name: 'Test',
		nodes: [],
		connections: {},
		active: true,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
	} as never);
	const engine = new WorkflowExecute(data, 'trigger', createRunExecutionData({}));
	const run = engine.run({
		workflow,
		startNode: START_NODE,
		pinData: { Start: items.map((json) => ({ json })) },
	});
	instance.signal?.addEventListener('abort', () => run.cancel());
	return await run;
}
