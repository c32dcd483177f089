import { actionRuns, agentById, agentByName, paired } from '../support/actionRun';

const LUNA = '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a01';
const api = actionRuns();

const getMany = { resource: 'notification', operation: 'getMany', agentId: agentById(LUNA) };
const getHistory = { ...getMany, operation: 'getHistory' };
const consume = { ...getMany, operation: 'consume' };

const notifications = (count: number, more: object = {}) =>
	api.sandbox.addNotifications(
		LUNA,
		Array.from({ length: count }, (_, index) => ({ message_id: `m${index + 1}`, ...more })),
	);

const strangers = (count: number) =>
	Array.from({ length: count }, () => ({ user_id: 'somebody else' }));

describe('notification: get many', () => {
	it('asks for 50 pending notifications and returns one item for each', async () => {
		const [first, second] = notifications(2);
		const run = await api.run(getMany);
		expect(api.sent()).toEqual([`GET /agents/${LUNA}/notifications?status=pending&limit=50`]);
		expect(paired(run)).toEqual([
			[0, first],
			[0, second],
		]);
		expect(run.error).toBeUndefined();
	});

	it('has no item when the platform answers null for an empty list', async () => {
		const run = await api.run(getMany);
		expect(run.output).toEqual([]);
		expect(run.error).toBeUndefined();
	});

	it('reads two items with different parameters', async () => {
		notifications(3, { user_id: 'ada' });
		api.sandbox.addNotifications('Atlas', [{ message_id: 'a1', user_id: 'x/y@example.com' }]);
		const run = await api.run(
			{
				...getMany,
				agentId: agentByName('={{ $json.agent }}'),
				limit: '={{ $json.limit }}',
				filters: { userId: '={{ $json.user }}', status: '={{ $json.status }}' },
			},
			[
				{ agent: 'Luna', limit: 2, user: 'ada', status: 'pending' },
				{ agent: 'Atlas', limit: 1, user: 'x/y@example.com', status: 'pending' },
			],
		);
		expect(api.sent().sort()).toEqual([
			'GET /agents/Atlas/notifications?status=pending&user_id=x%2Fy%40example.com&limit=1',
			'GET /agents/Luna/notifications?status=pending&user_id=ada&limit=2',
		]);
		expect(paired(run).map(([item, { message_id }]) => [item, message_id])).toEqual([
			[0, 'm1'],
			[0, 'm2'],
			[1, 'a1'],
		]);
	});

	it.each([
		['a slash', 'Luna Moon/II', 'Luna%20Moon%2FII'],
		['characters of other scripts', 'Łuna 月', '%C5%81una%20%E6%9C%88'],
		['a percent sign', '100% Luna', '100%25%20Luna'],
		['question mark and hash', 'who?#1', 'who%3F%231'],
	])('reaches an agent whose name has %s', async (_what, name, encoded) => {
		if (name !== 'Luna Moon/II') api.sandbox.addAgent({ name });
		api.sandbox.addNotifications(name, [{ message_id: 'm1' }]);
		const run = await api.run({ ...getMany, agentId: agentByName(name) });
		expect(api.sent()).toEqual([`GET /agents/${encoded}/notifications?status=pending&limit=50`]);
		expect(run.output).toHaveLength(1);
	});

	it.each([
		['the API', `https://api.sonz.ai/api/v1/agents/${LUNA}/notifications?limit=3`],
		['the dashboard', `https://platform.sonz.ai/projects/p1/agents/${LUNA}#memory`],
	])('understands a link to the agent from %s', async (_from, link) => {
		await api.run({ ...getMany, agentId: agentById(link) });
		expect(api.requests()[0]?.params).toEqual({ agentId: LUNA });
	});

	it('returns all with one request of 500 and says when there may be more', async () => {
		notifications(501);
		const run = await api.run({ ...getMany, returnAll: true });
		expect(api.sent()).toEqual([`GET /agents/${LUNA}/notifications?status=pending&limit=500`]);
		expect(run.output).toHaveLength(500);
		expect(run.hints.map(({ message }) => message)).toEqual([
			'Sonzai lists at most 500 notifications at a time, and it returned that many: there may be more. Narrow the filters to see the rest.',
		]);
	});

	it('says nothing of a cap when the list is shorter, or when the limit is what cut it', async () => {
		notifications(60);
		expect((await api.run({ ...getMany, returnAll: true })).hints).toEqual([]);
		expect((await api.run(getMany)).hints).toEqual([]);
	});

	it('takes a limit above the cap as the cap', async () => {
		notifications(501);
		const run = await api.run({ ...getMany, limit: 1000 });
		expect(run.output).toHaveLength(500);
		expect(run.hints).toHaveLength(1);
	});

	it('asks once for what several items read alike', async () => {
		notifications(2);
		const run = await api.run(getMany, [{}, {}, {}]);
		expect(api.sent()).toHaveLength(1);
		expect(paired(run).map(([item]) => item)).toEqual([0, 0, 1, 1, 2, 2]);
		run.output[0]!.json.message_id = 'changed';
		expect(run.output[2]!.json.message_id).toBe('m1');
	});
});

describe('notification: get many, marked as consumed', () => {
	const consuming = { ...getMany, options: { consume: true } };

	it('consumes what it returns and nothing else', async () => {
		notifications(3);
		const run = await api.run({ ...consuming, limit: 2 });
		expect(run.output.map(({ json }) => json.status)).toEqual(['consumed', 'consumed']);
		expect(api.sent().sort()).toEqual([
			`GET /agents/${LUNA}/notifications?status=pending&limit=2`,
			`POST /agents/${LUNA}/notifications/m1/consume`,
			`POST /agents/${LUNA}/notifications/m2/consume`,
		]);
		expect((await api.run(getMany)).output.map(({ json }) => json.message_id)).toEqual(['m3']);
	});

	it('hands each message on once when several items read the same agent', async () => {
		notifications(5);
		const run = await api.run({ ...consuming, limit: 2 }, [{}, {}, {}, {}]);
		expect(paired(run).map(([item, { message_id }]) => [item, message_id])).toEqual([
			[0, 'm1'],
			[0, 'm2'],
			[1, 'm3'],
			[1, 'm4'],
			[2, 'm5'],
		]);
		const consumed = api.sent().filter((line) => line.startsWith('POST'));
		expect(new Set(consumed).size).toBe(5);
		expect(consumed).toHaveLength(5);
	});

	it('asks no more once there is nothing left', async () => {
		notifications(2);
		const run = await api.run(
			consuming,
			Array.from({ length: 20 }, () => ({})),
		);
		expect(run.output).toHaveLength(2);
		expect(api.sent().filter((line) => line.startsWith('GET'))).toHaveLength(1);
	});

	it('hands each message on once when items name the same agent differently', async () => {
		notifications(2);
		const run = await api.run({ ...consuming, agentId: agentById('={{ $json.agent }}') }, [
			{ agent: LUNA },
			{ agent: 'Luna' },
		]);
		expect(run.output.map(({ json }) => json.message_id).sort()).toEqual(['m1', 'm2']);
	});

	it('hands on a message that could not be consumed, and says why', async () => {
		notifications(2);
		api.sandbox.faults.add({
			path: '/agents/{agentId}/notifications/{messageId}/consume',
			status: 403,
			times: 1,
		});
		const run = await api.run({ ...consuming, options: { consume: true, concurrency: 1 } });
		expect(run.output.map(({ json }) => [json.status, json.consume_error])).toEqual([
			['pending', 'The API key may not do this (HTTP 403): ordered by a fault'],
			['consumed', undefined],
		]);
	});

	it('consumes nothing when an item stops the node', async () => {
		notifications(2);
		const run = await api.run({ ...consuming, agentId: agentById('={{ $json.agent }}') }, [
			{ agent: LUNA },
			{ agent: 'nobody' },
		]);
		expect(run.error).toBeDefined();
		expect(api.sent().filter((line) => line.startsWith('POST'))).toEqual([]);
		expect((await api.run(getMany)).output).toHaveLength(2);
	});
});

describe('notification: consume', () => {
	it('marks each notification and says which', async () => {
		notifications(2);
		const run = await api.run({ ...consume, notificationId: '={{ $json.id }}' }, [
			{ id: 'm1' },
			{ id: 'm2' },
		]);
		expect(paired(run)).toEqual([
			[0, { success: true, message_id: 'm1', status: 'consumed' }],
			[1, { success: true, message_id: 'm2', status: 'consumed' }],
		]);
		expect((await api.run(getMany)).output).toEqual([]);
	});

	it('succeeds for what is consumed already', async () => {
		notifications(1);
		const run = await api.run({ ...consume, notificationId: 'm1' }, [{}, {}]);
		expect(run.error).toBeUndefined();
		expect(run.output).toHaveLength(2);
	});

	it('sends the number that an expression gives', async () => {
		api.sandbox.addNotifications(LUNA, [{ message_id: '12' }]);
		const run = await api.run({ ...consume, notificationId: '={{ 12 }}' });
		expect(api.sent()).toEqual([`POST /agents/${LUNA}/notifications/12/consume`]);
		expect(run.output).toHaveLength(1);
	});
});

describe('notification: get history', () => {
	it('returns pending and consumed ones', async () => {
		api.sandbox.addNotifications(LUNA, [{ status: 'consumed' }, { status: 'pending' }]);
		const run = await api.run(getHistory);
		expect(api.sent()).toEqual([`GET /agents/${LUNA}/notifications/history?limit=50`]);
		expect(run.output.map(({ json }) => json.status).sort()).toEqual(['consumed', 'pending']);
	});

	it('filters by user before it limits', async () => {
		notifications(3, { user_id: 'ada@example.com' });
		api.sandbox.addNotifications(LUNA, strangers(60));
		const run = await api.run({ ...getHistory, limit: 2, filters: { userId: 'ada@example.com' } });
		expect(api.sent()).toEqual([`GET /agents/${LUNA}/notifications/history?limit=500`]);
		expect(run.output.map(({ json }) => json.user_id)).toEqual([
			'ada@example.com',
			'ada@example.com',
		]);
		expect(run.hints).toEqual([]);
	});

	it('says that more of the user may lie behind the cap', async () => {
		notifications(1, { user_id: 'ada' });
		api.sandbox.addNotifications(LUNA, strangers(500));
		const run = await api.run({ ...getHistory, filters: { userId: 'ada' } });
		expect(run.output).toEqual([]);
		expect(run.hints).toHaveLength(1);
	});

	it('reads the history once for the users of several items', async () => {
		api.sandbox.addNotifications(LUNA, [{ user_id: 'ada' }, { user_id: 'bo' }]);
		const run = await api.run({ ...getHistory, filters: { userId: '={{ $json.user }}' } }, [
			{ user: 'ada' },
			{ user: 'bo' },
		]);
		expect(api.sent()).toHaveLength(1);
		expect(paired(run).map(([item, { user_id }]) => [item, user_id])).toEqual([
			[0, 'ada'],
			[1, 'bo'],
		]);
	});
});
