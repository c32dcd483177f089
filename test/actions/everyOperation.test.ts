import type { IDataObject, INodeParameters, INodePropertyOptions } from 'n8n-workflow';
import { actionRuns, containing } from '../support/actionRun';
import {
	agentId,
	cadence,
	event,
	EVERY_OPERATION,
	type OperationInput,
	userId,
} from '../support/everyOperation';
import { nodeTypes } from '../../harness/engine/nodeTypes';

const api = actionRuns({ retryDelaysMs: [] });

it('holds every operation of the node', () => {
	const { properties } = nodeTypes.getByNameAndVersion('n8n-nodes-sonzai.sonzai').description;
	const offered = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options }) => {
			const [resource] = displayOptions?.show?.resource as [string];
			return (options as INodePropertyOptions[]).map(({ value }) => `${resource}: ${value}`);
		});
	expect(Object.keys(EVERY_OPERATION).sort()).toEqual(offered.sort());
});

describe.each(Object.entries(EVERY_OPERATION))(
	'%s',
	(name, { parameters, line, body, gives, shared }) => {
		const [resource = '', operation = ''] = name.split(': ');
		let inputs: OperationInput[];
		beforeEach(async () => {
			inputs = await prepared();
			// The second item is the one that the platform refuses.
			api.sandbox.faults.add({ status: 422, skip: 1, times: 1 });
		});
		const run = async (onError?: 'continueRegularOutput' | 'continueErrorOutput') =>
			await api.run({ resource, operation, options: { concurrency: 1 }, ...parameters }, inputs, {
				onError,
			});
		const first = (items: Array<{ json: IDataObject; pairedItem?: unknown }>, index: number) =>
			items.find(({ pairedItem }) => (pairedItem as { item: number }).item === index)?.json;

		it('sends what each item says, and keeps a failing one among the good ones', async () => {
			const { output, error } = await run('continueRegularOutput');
			expect(error).toBeUndefined();
			const asking = shared ? inputs.slice(0, 2) : inputs;
			expect(api.sent()).toEqual(asking.map(line));
			if (body) {
				const bodies = api.requests().map((request) => request.body);
				expect(bodies).toEqual(
					inputs.map((input) => expect.objectContaining(body(input)) as unknown),
				);
			}
			expect(first(output, 0)).toMatchObject(gives(inputs[0]!));
			expect(first(output, 1)).toEqual({ error: containing('ordered by a fault') });
			expect(first(output, 2)).toMatchObject(gives(inputs[2]!));
		});

		it('has an error output', async () => {
			const { output, failed } = await run('continueErrorOutput');
			expect(failed).toHaveLength(1);
			expect(first(failed, 1)?.error).toContain('ordered by a fault');
			expect(first(output, 0)).toMatchObject(gives(inputs[0]!));
			expect(first(output, 1)).toBeUndefined();
			expect(first(output, 2)).toMatchObject(gives(inputs[2]!));
		});

		it('stops at the failing item, where nothing else is chosen', async () => {
			const { output, error } = await run();
			expect(output).toEqual([]);
			expect(error).toMatchObject({ httpCode: '422', context: { itemIndex: 1 } });
		});
	},
);

/** Three items, and all that they name. */
async function prepared(): Promise<OperationInput[]> {
	const { sandbox } = api;
	const people = [
		{ name: 'Luna', user: 'ada', event: 'agent.message' },
		{ name: 'Moon', user: 'bo', event: 'agent.wakeup' },
		{ name: 'Atlas', user: 'cem', event: 'agent.breakthrough' },
	];
	const agents = await api.run({ resource: 'agent', operation: 'getMany' });
	const inputs = people.map(({ name, ...person }, index) => ({
		...person,
		name,
		agent: agents.output.find(({ json }) => (json.name as string).includes(name))!.json
			.agent_id as string,
		message: `message-${index}`,
		project: index === 1 ? 'another' : sandbox.projectId,
		schedule: '',
		notification: '',
	}));
	const all = async (resource: string, operation: string, parameters: INodeParameters) =>
		(await api.run({ resource, operation, agentId, userId, ...parameters }, inputs)).output;

	const schedules = await all('schedule', 'create', cadence);
	await all('wakeup', 'schedule', { context: 'Ask', timing: 'delay', delay: 1 });
	await sandbox.clock.advance(2 * 3_600_000);
	const fired = await all('projectNotification', 'getMany', {
		projectId: sandbox.projectId,
		filters: { agentId },
	});
	await all('webhook', 'register', { ...event, webhookUrl: 'http://127.0.0.1:9/' });
	for (const [index, input] of inputs.entries()) {
		input.schedule = schedules[index]?.json.schedule_id as string;
		input.notification = fired[index]?.json.notification_id as string;
		await api.run(
			{ resource: 'notification', operation: 'getMany', agentId, options: { consume: true } },
			[input],
		);
		sandbox.addNotifications(input.agent, [{ message_id: input.message, user_id: input.user }]);
		await sandbox.emit({ event_type: input.event, payload: {} });
	}
	sandbox.clearRequests();
	return inputs;
}
