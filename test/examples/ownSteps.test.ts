import '../../harness/engine/instance';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	IConnections,
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { additionalData, credentialsOf } from '../../harness/engine/engine';
import { nodeTypes } from '../../harness/engine/nodeTypes';
import { ANSWER_AGENT, readExample, SCHEDULE_CHECK_IN } from '../../harness/examples';
import { startSandbox, type Sandbox } from '../../sandbox';
import { withOwnSteps } from '../support/ownSteps';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});

beforeEach(() => sandbox.reset());

afterAll(() => sandbox.close());

const description = {
	displayName: 'Step',
	name: 'step',
	group: ['transform'],
	version: 1,
	description: 'Stands for a step of the user',
	defaults: { name: 'Step' },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties: [],
} satisfies INodeType['description'];

const stepThat = (replace: (items: INodeExecutionData[]) => INodeExecutionData[]): INodeType => ({
	description,
	execute(this: IExecuteFunctions) {
		return Promise.resolve([replace(this.getInputData())]);
	},
});

const STEPS: Record<string, INodeType> = {
	linked: stepThat((items) =>
		items.map((_item, item) => ({ json: { sent: true }, pairedItem: { item } })),
	),
	unlinked: stepThat((items) => items.map(() => ({ json: { sent: true } }))),
	none: stepThat((items) => items),
	manualTrigger: { description: { ...description, group: ['trigger'], inputs: [] } },
};

const types: INodeTypes = {
	...nodeTypes,
	getByNameAndVersion: (name) =>
		STEPS[name.split('.').at(-1)!] ?? nodeTypes.getByNameAndVersion(name),
};

/** Runs an example in n8n's engine, with a step of the user's own in each of its connections. */
async function runWithSteps(example: string, step: string, items: IDataObject[]) {
	const file = withOwnSteps(await readExample(example), [
		{ type: step, typeVersion: 1, parameters: {} },
	]);
	const nodes = (file.nodes as unknown as INode[]).filter(({ type }) => !/stickyNote/.test(type));
	const workflow = new Workflow({
		id: file.id,
		name: file.name,
		nodes,
		connections: file.connections as IConnections,
		active: true,
		nodeTypes: types,
		settings: { timezone: 'UTC' },
	});
	const data = additionalData({ credentials: credentialsOf(sandbox) });
	data.hooks = new ExecutionLifecycleHooks('trigger', '1', { id: file.id } as never);
	const start = nodes.find(({ type }) => /trigger$/i.test(type)) as INode;
	const run = await new WorkflowExecute(data, 'trigger', createRunExecutionData({})).run({
		workflow,
		startNode: start,
		pinData: { [start.name]: items.map((json) => ({ json })) },
	});
	return run.data.resultData;
}

const writes = () =>
	sandbox
		.requests()
		.filter(({ method }) => method === 'POST')
		.map(({ path }) => path.replace('/api/v1', ''));

describe.each([
	['that hands the items on', 'none'],
	['that replaces the items', 'linked'],
	['that replaces the items and links none to what it came from', 'unlinked'],
])('with a step of the user %s', (_title, step) => {
	it('the agent is answered, and each of its messages is marked as handled', async () => {
		const { agent_id } = sandbox.agents[0]!;
		const messages = sandbox.addNotifications(
			agent_id,
			['Hello', 'Are you there?'].map((generated_message) => ({
				user_id: 'demo-user',
				generated_message,
			})),
		);
		sandbox.addNotifications(agent_id, [{ user_id: 'somebody-else' }]);

		const result = await runWithSteps(ANSWER_AGENT, step, [
			{ event_type: 'on_wakeup_ready', wakeup: { agent_id, user_id: 'demo-user' } },
		]);

		expect(result.error).toBeUndefined();
		expect(writes().sort()).toEqual(
			messages
				.map(({ message_id }) => `/agents/${agent_id}/notifications/${message_id}/consume`)
				.sort(),
		);
	});

	it('the check-in is scheduled', async () => {
		const result = await runWithSteps(SCHEDULE_CHECK_IN, step, [{}]);
		expect(result.error).toBeUndefined();
		expect(writes()).toEqual(['/agents/Luna/wakeups']);
	});
});
