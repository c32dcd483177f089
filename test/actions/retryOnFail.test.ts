import { SupplyDataContext } from 'n8n-core';
import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { createRunExecutionData } from 'n8n-workflow';
import { additionalData, credentialsOf, node, workflowOf } from '../../harness/engine/engine';
import { Sonzai } from '../../nodes/Sonzai/Sonzai.node';
import { actionRuns, agentById, containing, paired } from '../support/actionRun';

const api = actionRuns();
const USERS = [{ user: 'ada' }, { user: 'bo' }, { user: 'cem' }];
const luna = () => agentById(api.sandbox.agents[0]!.agent_id);
const bodies = () => api.requests().map(({ body }) => (body as { user_id: string }).user_id);
const lines = () => api.sent().map((line) => line.replace(/[0-9a-f-]{36}/g, '…'));

const wakeup = (): INodeParameters => ({
	resource: 'wakeup',
	operation: 'schedule',
	agentId: luna(),
	userId: '={{ $json.user }}',
	context: 'Ask',
	timing: 'delay',
	// Not whole hours: the time that is sent is another one in each try.
	delay: 30,
	delayUnit: 'minutes',
	options: { concurrency: 1 },
});
const CREATING: Record<string, () => INodeParameters> = {
	'a wakeup': wakeup,
	'a schedule': () => ({
		...wakeup(),
		resource: 'schedule',
		operation: 'create',
		cadence: 'daily',
		times: '09:00',
	}),
	'an event': () => ({
		...wakeup(),
		resource: 'agent',
		operation: 'triggerEvent',
		eventType: 'birthday',
	}),
};

describe.each(Object.entries(CREATING))('%s', (_name, parameters) => {
	it('that was created is not created again in the next try', async () => {
		api.sandbox.faults.add({ method: 'POST', skip: 1, times: 1, status: 422 });
		const run = await api.run(parameters(), USERS, { retryOnFail: true });
		expect(run.error).toBeUndefined();
		expect(api.requests().map(({ status }) => status)).toEqual([200, 422, 200, 200]);
		expect(paired(run).map(([item]) => item)).toEqual([0, 1, 2]);
	});

	it.each([
		['503', { status: 503 }],
		['a lost answer', { reset: true, applied: 'after' as const }],
		['a wrong answer', { status: 200, body: '[]', contentType: 'application/json' }],
	])(
		'that may exist after %s is not sent again, and its error is told again',
		async (_what, fault) => {
			api.sandbox.faults.add({ method: 'POST', skip: 1, times: 1, ...fault });
			const run = await api.run(parameters(), USERS, { retryOnFail: true });
			expect(run.output).toEqual([]);
			expect(run.error?.message).toContain('may still have');
			expect(run.error?.context?.itemIndex).toBe(1);
			expect(api.requests()).toHaveLength(2);
		},
	);

	it('that may exist stands as an error beside the others', async () => {
		api.sandbox.faults.add({ method: 'POST', times: 1, status: 503 });
		const run = await api.run(parameters(), USERS, {
			retryOnFail: true,
			onError: 'continueRegularOutput',
		});
		expect(run.output).toHaveLength(3);
		expect(run.output[0]?.json).toEqual({ error: containing('may still have') });
		expect(api.requests()).toHaveLength(3);
	});

	it('is created each time that the execution comes to the node', async () => {
		const run = await api.run(parameters(), USERS, { retryOnFail: true, runs: 2 });
		expect(run.output).toHaveLength(3);
		expect(api.requests()).toHaveLength(6);
	});
});

it('sends each user once, whatever the order in which the tries end', async () => {
	api.sandbox.faults.add({ method: 'POST', times: 1, status: 429, retryAfter: 120 });
	const run = await api.run({ ...wakeup(), options: { concurrency: 3 } }, USERS, {
		retryOnFail: true,
	});
	const created = api.requests().filter(({ status }) => status === 200);
	expect(new Set(created.map(({ body }) => (body as { user_id: string }).user_id)).size).toBe(
		created.length,
	);
	expect(run.error?.message ?? '').not.toContain('may still have');
});

it('creates everything again where the workflow is run again', async () => {
	for (let count = 0; count < 2; count++) {
		await api.run(wakeup(), USERS, { retryOnFail: true });
	}
	expect(bodies()).toEqual(['ada', 'bo', 'cem', 'ada', 'bo', 'cem']);
});

it('does not ask whether the time of what is scheduled already has passed', async () => {
	const scheduledAt = new Date(Date.now() + 1500).toISOString();
	api.sandbox.faults.add({ method: 'POST', skip: 1, times: 1, status: 422, latencyMs: 2000 });
	const times = [{ at: scheduledAt }, { at: new Date(Date.now() + 3_600_000).toISOString() }];
	const run = await api.run(
		{ ...wakeup(), userId: 'ada', timing: 'at', scheduledAt: '={{ $json.at }}' },
		times,
		{ retryOnFail: true },
	);
	expect(run.error).toBeUndefined();
	expect(run.output).toHaveLength(2);
});

describe('a secret', () => {
	const EVENTS = [{ event: 'agent.message' }, { event: 'agent.wakeup' }];
	const webhook = (operation: string): INodeParameters => ({
		resource: 'webhook',
		operation,
		eventType: '={{ $json.event }}',
		webhookUrl: 'https://ada.example/',
		options: { concurrency: 1 },
	});

	it('that was rotated is not rotated again, and is not lost', async () => {
		await api.run(webhook('register'), EVENTS);
		api.sandbox.faults.add({ method: 'POST', skip: 1, times: 1, status: 404 });
		api.sandbox.clearRequests();
		const run = await api.run(webhook('rotateSecret'), EVENTS, { retryOnFail: true });
		expect(run.output.map(({ json }) => json.signing_secret)).toEqual([
			containing('whsec_'),
			containing('whsec_'),
		]);
		expect(lines()).toEqual([
			'POST /webhooks/agent.message/rotate-secret',
			'POST /webhooks/agent.wakeup/rotate-secret',
			'POST /webhooks/agent.wakeup/rotate-secret',
		]);
	});

	it('that a first registration returned is not lost', async () => {
		api.sandbox.faults.add({ method: 'PUT', skip: 1, times: 1, status: 422 });
		const run = await api.run(webhook('register'), EVENTS, { retryOnFail: true });
		expect(run.output.map(({ json }) => json.signing_secret)).toEqual([
			containing('whsec_'),
			containing('whsec_'),
		]);
	});

	it('that was lost in an earlier try is said to be lost', async () => {
		api.sandbox.faults.add({ method: 'PUT', times: 4, reset: true, applied: 'after' });
		const run = await api.run(webhook('register'), [EVENTS[0]!], { retryOnFail: true });
		expect(run.output[0]?.json.notice).toContain('known to nobody');
	});
});

it('takes a schedule for deleted that an earlier try may have deleted', async () => {
	const deletion: INodeParameters = {
		resource: 'schedule',
		operation: 'delete',
		agentId: luna(),
		userId: 'ada',
		scheduleId: 's',
	};
	api.sandbox.faults.add({ method: 'DELETE', times: 4, reset: true, applied: 'after' });
	api.sandbox.faults.add({ method: 'DELETE', status: 404 });
	const run = await api.run(deletion, [{}], { retryOnFail: true });
	expect(run.output[0]?.json).toEqual({ deleted: true });
});

describe('messages that are marked as consumed', () => {
	const getMany = (agentId: INodeParameters[string]): INodeParameters => ({
		resource: 'notification',
		operation: 'getMany',
		agentId,
		returnAll: true,
		options: { consume: true, concurrency: 1 },
	});
	const say = (agent: number, ...texts: string[]) =>
		api.sandbox.addNotifications(
			api.sandbox.agents[agent]!.agent_id,
			texts.map((generated_message) => ({ generated_message })),
		);
	const agents = () => [0, 1].map((index) => ({ agent: api.sandbox.agents[index]!.agent_id }));
	const texts = (run: Awaited<ReturnType<typeof api.run>>) =>
		run.output.map(({ json }) => json.generated_message ?? 'an error');

	it('are not consumed while a try ends with an error', async () => {
		say(0, 'one');
		say(1, 'two');
		api.sandbox.faults.add({ method: 'GET', skip: 1, times: 1, status: 404 });
		const run = await api.run(getMany(agentById('={{ $json.agent }}')), agents(), {
			retryOnFail: true,
		});
		expect(texts(run)).toEqual(['one', 'two']);
	});

	it('are returned again by the try that follows their consumption', async () => {
		say(0, 'one');
		say(1, 'two');
		// n8n tries again where the first item of the output is an error.
		api.sandbox.faults.add({ method: 'GET', times: 1, status: 404 });
		const run = await api.run(getMany(agentById('={{ $json.agent }}')), agents(), {
			retryOnFail: true,
			onError: 'continueRegularOutput',
		});
		expect(texts(run)).toEqual(['one', 'two']);
		expect(lines().filter((line) => line.startsWith('POST'))).toHaveLength(2);
	});

	it('are returned once, also where their consumption failed', async () => {
		say(0, 'one');
		api.sandbox.faults.add({ method: 'GET', times: 1, status: 404 });
		api.sandbox.faults.add({ method: 'POST', times: 1, status: 422 });
		const [agent] = agents();
		const run = await api.run(getMany(agentById('={{ $json.agent }}')), [agent!, agent!], {
			retryOnFail: true,
			onError: 'continueRegularOutput',
		});
		expect(paired(run)).toEqual([
			[1, expect.objectContaining({ generated_message: 'one', consume_error: containing('422') })],
		]);
	});
});

it('is sent each time that an agent uses the node as a tool', async () => {
	const parameters = { ...wakeup(), userId: 'ada' };
	const tool = { ...node('sonzai', parameters), retryOnFail: true };
	const agent = { ...node('sonzai', {}), id: 'id of the agent', name: 'Agent' };
	const instance = { credentials: credentialsOf(api.sandbox) };
	const input = { main: [[{ json: {} }]] };
	const agentRun = { node: agent, data: input, source: null };
	const use = async () => {
		const context = new SupplyDataContext(
			workflowOf(tool, instance),
			tool,
			additionalData(instance),
			'trigger',
			createRunExecutionData({}),
			0,
			input.main[0]!,
			{ ai_tool: input.main },
			'ai_tool',
			agentRun,
			[],
		);
		return await new Sonzai().execute.call(context as unknown as IExecuteFunctions);
	};
	api.sandbox.faults.add({ method: 'POST', times: 1, status: 503 });
	await expect(use()).rejects.toThrow('may still have been scheduled');
	expect((await use())[0]).toHaveLength(1);
	expect((await use())[0]).toHaveLength(1);
	expect(api.requests().map(({ status }) => status)).toEqual([503, 200, 200]);
});
