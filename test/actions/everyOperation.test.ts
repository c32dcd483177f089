import type { IDataObject, INodeParameters, INodePropertyOptions } from 'n8n-workflow';
import { actionRuns, agentById, any, containing } from '../support/actionRun';
import { nodeTypes } from '../../harness/engine/nodeTypes';

const api = actionRuns({ retryDelaysMs: [] });

/** What the input items name, so that no two of them ask the same. */
interface Input extends IDataObject {
	name: string;
	agent: string;
	user: string;
	event: string;
	message: string;
	schedule: string;
	notification: string;
	project: string;
}

/** One operation: its parameters, what each item sends, and what it gives. */
interface Case {
	readonly parameters: INodeParameters;
	readonly line: (input: Input) => string;
	readonly body?: (input: Input) => object;
	readonly gives: (input: Input) => object;
	/** Whether the last item shares the answer of the first. */
	readonly shared?: true;
}

const agentId = agentById('={{ $json.agent }}');
const userId = '={{ $json.user }}';
const event = { eventType: '={{ $json.event }}' };
const projectId = '={{ $json.project }}';
const scheduleId = '={{ $json.schedule }}';
const cadence = { context: 'Pills', cadence: 'daily', times: '09:00' };

const ofAgent = ({ agent }: Input) => `/agents/${agent}`;
const ofUser = (input: Input) => `${ofAgent(input)}/users/${input.user}/schedules`;
const ofSchedule = (input: Input) => `${ofUser(input)}/${input.schedule}`;
const ofEvent = ({ event }: Input) => `/webhooks/${event}`;
const ofProject = ({ project }: Input) => `/projects/${project}/notifications`;

const CASES: Record<string, Case> = {
	'agent: get': {
		parameters: { agentId },
		line: (input) => `GET ${ofAgent(input)}`,
		gives: ({ agent }) => ({ agent_id: agent }),
	},
	'agent: getMany': {
		parameters: { filters: { search: '={{ $json.name }}' }, limit: 1 },
		line: ({ name }) => `GET /agents?search=${name}&page_size=1`,
		gives: ({ agent }) => ({ agent_id: agent }),
	},
	'agent: triggerEvent': {
		parameters: { agentId, userId, eventType: 'birthday' },
		line: (input) => `POST ${ofAgent(input)}/events`,
		body: ({ user }) => ({ user_id: user }),
		gives: () => ({ accepted: true }),
	},
	'notification: getMany': {
		parameters: { agentId },
		line: (input) => `GET ${ofAgent(input)}/notifications?status=pending&limit=50`,
		gives: ({ message }) => ({ message_id: message, status: 'pending' }),
	},
	'notification: consume': {
		parameters: { agentId, notificationId: '={{ $json.message }}' },
		line: (input) => `POST ${ofAgent(input)}/notifications/${input.message}/consume`,
		gives: ({ message }) => ({ message_id: message, status: 'consumed' }),
	},
	'notification: getHistory': {
		parameters: { agentId },
		line: (input) => `GET ${ofAgent(input)}/notifications/history?limit=50`,
		gives: ({ message }) => ({ message_id: message }),
	},
	'projectNotification: getMany': {
		parameters: { projectId, filters: { agentId } },
		line: (input) => `GET ${ofProject(input)}?agent_id=${input.agent}&limit=50`,
		gives: ({ notification }) => ({ notification_id: notification }),
	},
	'projectNotification: acknowledge': {
		parameters: { projectId, notificationIds: '={{ $json.notification }}' },
		line: (input) => `POST ${ofProject(input)}/acknowledge`,
		body: ({ notification }) => ({ notification_ids: [notification] }),
		gives: ({ notification }) => ({ notification_ids: [notification] }),
	},
	'projectNotification: acknowledgeAll': {
		parameters: { projectId, filters: { agentId } },
		line: (input) => `POST ${ofProject(input)}/acknowledge-all?agent_id=${input.agent}`,
		gives: () => ({ acknowledged: 1 }),
	},
	'schedule: create': {
		parameters: { agentId, userId, ...cadence },
		line: (input) => `POST ${ofUser(input)}`,
		gives: () => ({ schedule_id: any(String) }),
	},
	'schedule: get': {
		parameters: { agentId, userId, scheduleId },
		line: (input) => `GET ${ofSchedule(input)}`,
		gives: ({ schedule }) => ({ schedule_id: schedule }),
	},
	'schedule: getMany': {
		parameters: { agentId, userId },
		line: (input) => `GET ${ofUser(input)}`,
		gives: ({ schedule }) => ({ schedule_id: schedule }),
	},
	'schedule: update': {
		parameters: { agentId, userId, scheduleId, updateFields: { context: userId } },
		line: (input) => `PATCH ${ofSchedule(input)}`,
		body: ({ user }) => ({ intent: user }),
		gives: ({ schedule, user }) => ({ schedule_id: schedule, intent: user }),
	},
	'schedule: delete': {
		parameters: { agentId, userId, scheduleId },
		line: (input) => `DELETE ${ofSchedule(input)}`,
		gives: () => ({ deleted: true }),
	},
	'schedule: getUpcoming': {
		parameters: { agentId, userId, scheduleId, limit: 1 },
		line: (input) => `GET ${ofSchedule(input)}/upcoming?limit=1`,
		gives: () => ({ fires_at: containing('T09:00:00') }),
	},
	'wakeup: schedule': {
		parameters: { agentId, userId, context: 'Ask', timing: 'delay', delay: 1 },
		line: (input) => `POST ${ofAgent(input)}/wakeups`,
		body: ({ user }) => ({ user_id: user }),
		gives: () => ({ wakeup_id: any(String) }),
	},
	'wakeup: getMany': {
		parameters: { agentId },
		line: (input) => `GET ${ofAgent(input)}/wakeups?limit=50`,
		gives: ({ user }) => ({ user_id: user }),
	},
	'webhook: register': {
		parameters: { ...event, webhookUrl: '=https://{{ $json.user }}.example/' },
		line: (input) => `PUT ${ofEvent(input)}`,
		gives: ({ event }) => ({ event_type: event, success: true }),
	},
	'webhook: getMany': {
		parameters: { scope: 'project', projectId },
		line: ({ project }) => `GET /projects/${project}/webhooks`,
		gives: () => ({ event_type: any(String) }),
		shared: true,
	},
	'webhook: delete': {
		parameters: event,
		line: (input) => `DELETE ${ofEvent(input)}`,
		gives: () => ({ deleted: true }),
	},
	'webhook: rotateSecret': {
		parameters: event,
		line: (input) => `POST ${ofEvent(input)}/rotate-secret`,
		gives: ({ event }) => ({ event_type: event, signing_secret: containing('whsec_') }),
	},
	'webhook: getDeliveryAttempts': {
		parameters: event,
		line: (input) => `GET ${ofEvent(input)}/attempts?page_size=50`,
		gives: ({ event }) => ({ event_type: event, payload: { event_type: event } }),
	},
};

it('holds every operation of the node', () => {
	const { properties } = nodeTypes.getByNameAndVersion('n8n-nodes-sonzai.sonzai').description;
	const offered = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options }) => {
			const [resource] = displayOptions?.show?.resource as [string];
			return (options as INodePropertyOptions[]).map(({ value }) => `${resource}: ${value}`);
		});
	expect(Object.keys(CASES).sort()).toEqual(offered.sort());
});

describe.each(Object.entries(CASES))('%s', (name, { parameters, line, body, gives, shared }) => {
	const [resource = '', operation = ''] = name.split(': ');
	let inputs: Input[];
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
});

/** Three items, and all that they name. */
async function prepared(): Promise<Input[]> {
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
