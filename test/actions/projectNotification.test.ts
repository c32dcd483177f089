import { actionRuns, agentById, any, paired } from '../support/actionRun';

const api = actionRuns();
const LUNA = '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a01';
const ATLAS = '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a03';

const operation = (name: string, more: object = {}) => ({
	resource: 'projectNotification',
	operation: name,
	projectId: api.sandbox.projectId,
	...more,
});
const path = () => `/projects/${api.sandbox.projectId}/notifications`;

/** Fires a wakeup of each agent: every one leaves an event in the project's queue. */
async function fireWakeups(...agents: string[]) {
	for (const agent of agents) {
		await api.run({
			resource: 'wakeup',
			operation: 'schedule',
			agentId: agentById(agent),
			userId: 'ada',
			context: 'Ask',
			timing: 'delay',
			delay: 1,
		});
	}
	await api.sandbox.clock.advance(2 * 3_600_000);
	api.sandbox.clearRequests();
}

describe('project notification: get many', () => {
	it('returns the pending events of all agents', async () => {
		await fireWakeups(LUNA, ATLAS);
		const run = await api.run(operation('getMany'));
		expect(api.sent()).toEqual([`GET ${path()}?limit=50`]);
		expect(new Set(run.output.map(({ json }) => json.agent_id))).toEqual(new Set([LUNA, ATLAS]));
		expect(run.output[0]?.json).toMatchObject({ status: 'pending', payload: any(Object) });
	});

	it('filters by agent and event type in the API, for each item', async () => {
		await fireWakeups(LUNA, ATLAS);
		const run = await api.run(
			operation('getMany', {
				filters: { agentId: agentById('={{ $json.agent }}'), eventType: 'on_wakeup_ready' },
			}),
			[{ agent: ATLAS }, { agent: LUNA }],
		);
		expect(api.sent().sort()).toEqual([
			`GET ${path()}?agent_id=${LUNA}&event_type=on_wakeup_ready&limit=50`,
			`GET ${path()}?agent_id=${ATLAS}&event_type=on_wakeup_ready&limit=50`,
		]);
		expect(paired(run).map(([item, { agent_id }]) => [item, agent_id])).toEqual([
			[0, ATLAS],
			[1, LUNA],
		]);
	});

	it('asks for at most 200, which is all that the platform gives', async () => {
		await api.run(operation('getMany', { returnAll: true }));
		expect(api.sent()).toEqual([`GET ${path()}?limit=200`]);
	});

	it('names the field when the project is missing', async () => {
		const run = await api.run(operation('getMany', { projectId: '={{ null }}' }));
		expect(run.error?.message).toBe("'Project ID' is empty");
	});
});

describe('project notification: acknowledge', () => {
	it.each([
		['one ID', '={{ $json.ids[0] }}', 1],
		['IDs with commas between', '={{ $json.ids.join(", ") }}', 2],
		['a list', '={{ $json.ids }}', 2],
	])('takes %s, and says what it did', async (_form, notificationIds, count) => {
		await fireWakeups(LUNA, ATLAS);
		const { output } = await api.run(operation('getMany', { limit: 2 }));
		const ids = output.map(({ json }) => json.notification_id);
		expect(ids).toHaveLength(2);
		const run = await api.run(operation('acknowledge', { notificationIds }), [{ ids }]);
		expect(run.output[0]?.json).toEqual({
			acknowledged: count,
			notification_ids: ids.slice(0, count),
		});
		expect((await api.run(operation('getMany'))).output).toHaveLength(output.length - count);
	});

	it('is no failure for what is acknowledged already', async () => {
		const run = await api.run(operation('acknowledge', { notificationIds: 'gone' }));
		expect(run.output[0]?.json).toEqual({ acknowledged: 0, notification_ids: ['gone'] });
	});

	it('refuses to acknowledge nothing', async () => {
		const run = await api.run(operation('acknowledge', { notificationIds: ' , ' }));
		expect(run.error?.message).toBe("'Notification IDs' is empty");
		expect(api.sent()).toEqual([]);
	});
});

describe('project notification: acknowledge all', () => {
	it('acknowledges those of one agent', async () => {
		await fireWakeups(LUNA, ATLAS);
		const run = await api.run(
			operation('acknowledgeAll', { filters: { agentId: agentById(LUNA) } }),
		);
		expect(api.sent()).toEqual([`POST ${path()}/acknowledge-all?agent_id=${LUNA}`]);
		expect(run.output[0]?.json.acknowledged).toBeGreaterThan(0);
		const left = await api.run(operation('getMany'));
		expect(new Set(left.output.map(({ json }) => json.agent_id))).toEqual(new Set([ATLAS]));
	});

	it('acknowledges everything without a filter', async () => {
		await fireWakeups(LUNA, ATLAS);
		await api.run(operation('acknowledgeAll'));
		expect((await api.run(operation('getMany'))).output).toEqual([]);
	});
});

it.each([
	{ agentId: agentById('={{ $json.agent }}') },
	{ eventType: '={{ $json.event }}' },
	{ eventType: '={{ "" }}' },
])('acknowledges nothing when the filters %j come to nothing', async (filters) => {
	const run = await api.run(operation('acknowledgeAll', { filters }));
	expect(run.error?.message).toMatch(/^The filter '(Agent|Event Type)' is empty$/);
	expect(api.sent()).toEqual([]);
});
