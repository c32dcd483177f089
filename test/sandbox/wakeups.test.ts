import { startSandbox, type Sandbox } from '../../sandbox/index';
import {
	anyText,
	client,
	HOUR,
	receiver,
	WAKEUP,
	type Call,
	type Receiver,
} from '../support/sandbox';

const AGENT = '/agents/Luna%20Moon%2FII';
const TOMORROW_MS = 24 * HOUR;

let sandbox: Sandbox;
let call: Call;
let hook: Receiver;
let agentId: string;
beforeAll(async () => {
	sandbox = await startSandbox();
	call = client(sandbox);
	hook = await receiver();
	agentId = sandbox.agents.find(({ name }) => name === 'Luna Moon/II')!.agent_id;
});
beforeEach(() => {
	sandbox.reset();
	sandbox.clock.pause();
	hook.received.length = 0;
});
afterAll(async () => {
	expect(sandbox.violations()).toEqual([]);
	await hook.close();
	await sandbox.close();
});

const later = (ms: number) => new Date(sandbox.clock.now().getTime() + ms).toISOString();
const schedule = (more: object = {}) => call('POST', `${AGENT}/wakeups`, { ...WAKEUP, ...more });
const wakeups = async (query = '') => (await call('GET', `${AGENT}/wakeups${query}`)).body.wakeups;
const notifications = async (query = '', agent = AGENT) =>
	(await call('GET', `${agent}/notifications${query}`)).body.notifications;

describe('a wakeup', () => {
	it('waits for its delay, then is executed', async () => {
		const expected = later(HOUR);
		const { body } = await schedule({ occasion: 'birthday' });
		expect(body).toMatchObject({ scheduled_at: expected });
		await sandbox.clock.advance(HOUR - 1);
		expect(await wakeups('?status=executed')).toBeNull();
		const pending = { wakeup_id: body.wakeup_id, agent_id: agentId, status: 'pending' };
		expect(await wakeups()).toMatchObject([{ ...pending, occasion: 'birthday', user_id: 'ada' }]);
		await sandbox.clock.advance(1);
		expect(await wakeups()).toMatchObject([{ status: 'executed', executed_at: expected }]);
		expect(await wakeups('?status=pending')).toBeNull();
	});

	it('goes by its time rather than by its delay, in whatever zone that is given', async () => {
		const { body } = await schedule({ scheduled_at: '2999-01-31T09:00:00.000+02:00' });
		expect(body.scheduled_at).toBe('2999-01-31T07:00:00.000Z');
	});

	it('fires at once when its time is past', async () => {
		await schedule({ scheduled_at: '2001-01-01T00:00:00Z' });
		await sandbox.clock.advance(0);
		expect(await wakeups()).toMatchObject([{ status: 'executed' }]);
	});

	it('fires by itself when its time comes', async () => {
		sandbox.clock.resume();
		await schedule({ scheduled_at: later(80) });
		while (!(await wakeups('?status=executed'))) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		expect(await notifications()).toHaveLength(1);
	});

	it.each([
		['scheduled_at', 'tomorrow'],
		['scheduled_at', '2999-01-31'],
		['scheduled_at', '2999-01-31T09:00:00'],
		['scheduled_at', '2999-13-31T09:00:00Z'],
		['delay_hours', 1.5],
		['delay_hours', -1],
		['delay_hours', 1e15],
	])('is refused with 422 when %s is %j', async (property, value) => {
		const { status, body } = await schedule({ [property]: value });
		expect(status).toBe(422);
		expect(body.errors[0]).toMatchObject({ location: `body.${property}`, value });
		expect(await wakeups()).toBeNull();
	});

	it('is refused with 404 for an unknown agent', async () => {
		expect((await call('POST', '/agents/Nobody/wakeups', WAKEUP)).status).toBe(404);
	});
});

describe('when a wakeup fires', () => {
	it('sends every event that is registered, and no other', async () => {
		for (const event of [
			'on_wakeup_ready',
			'agent.wakeup',
			'agent.message',
			'agent.breakthrough',
		]) {
			await call('PUT', `/webhooks/${event}`, { webhook_url: `${hook.url}/${event}` });
		}
		const { body } = await schedule();
		await sandbox.clock.advance(HOUR);
		const delivered = new Map(
			hook.received.map(({ url, body: sent }) => [
				url.replace('/hook/', ''),
				JSON.parse(sent) as Record<string, unknown>,
			]),
		);
		expect([...delivered.keys()].sort()).toEqual([
			'agent.message',
			'agent.wakeup',
			'on_wakeup_ready',
		]);

		const ready = delivered.get('on_wakeup_ready')!;
		expect(ready).not.toHaveProperty('event_type');
		expect(ready).toEqual({
			wakeup: expect.objectContaining({ wakeup_id: body.wakeup_id, user_id: 'ada' }) as object,
			memory_context: expect.any(Object) as object,
			has_energy: true,
			generated_message: expect.stringContaining('Ask.') as string,
		});
		for (const event_type of ['agent.message', 'agent.wakeup']) {
			expect(delivered.get(event_type)).toMatchObject({
				event_type,
				agent_id: agentId,
				user_id: 'ada',
				data: { wakeup_id: body.wakeup_id, generated_message: ready.generated_message },
			});
		}
	});

	it("leaves a notification with the agent and one in the project's queue", async () => {
		const { body } = await schedule();
		expect(await notifications()).toBeNull();
		await sandbox.clock.advance(TOMORROW_MS);
		expect(await notifications()).toMatchObject([
			{
				agent_id: agentId,
				user_id: 'ada',
				wakeup_id: body.wakeup_id,
				check_type: 'interview',
				intent: 'Ask.',
				generated_message: anyText,
				status: 'pending',
			},
		]);
		const queue = await call('GET', `/projects/${sandbox.projectId}/notifications`);
		expect(queue.body).toMatchObject({
			count: 1,
			notifications: [{ event_type: 'on_wakeup_ready', agent_id: agentId, status: 'pending' }],
		});
	});
});

describe('notifications', () => {
	it('are pending ones unless another status is asked for', async () => {
		const [first] = sandbox.addNotifications('Luna', [{ user_id: 'ada' }, { user_id: 'bo' }]);
		const consume = `/agents/Luna/notifications/${first!.message_id}/consume`;
		expect((await call('POST', consume)).body).toMatchObject({ success: true });
		expect((await call('POST', consume)).body).toMatchObject({ success: true });
		expect(await notifications('', '/agents/Luna')).toMatchObject([{ user_id: 'bo' }]);
		expect(await notifications('?status=consumed', '/agents/Luna')).toMatchObject([
			{ user_id: 'ada', status: 'consumed', consumed_at: anyText },
		]);
		const history = await call('GET', '/agents/Luna/notifications/history');
		expect(history.body.notifications).toHaveLength(2);
	});

	it('are filtered by user, up to a limit', async () => {
		const entries = Array.from({ length: 120 }, (_, n) => ({ user_id: n % 2 ? 'ada' : 'bo' }));
		sandbox.addNotifications('Luna', entries);
		expect(await notifications('?user_id=ada&limit=500', '/agents/Luna')).toHaveLength(60);
		expect(await notifications('?limit=7', '/agents/Luna')).toHaveLength(7);
		expect(await notifications('', '/agents/Luna')).toHaveLength(50);
		expect(await notifications('', '/agents/Atlas')).toBeNull();
		const history = await call('GET', '/agents/Luna/notifications/history?limit=3');
		expect(history.body.notifications).toHaveLength(3);
	});

	it('are not consumed under an unknown id or through another agent', async () => {
		const [notification] = sandbox.addNotifications('Luna', [{}]);
		for (const path of [
			'/agents/Luna/notifications/none',
			`/agents/Atlas/notifications/${notification!.message_id}`,
		]) {
			expect((await call('POST', `${path}/consume`)).status).toBe(404);
		}
	});
});

describe("a project's notifications", () => {
	const queue = () => `/projects/${sandbox.projectId}/notifications`;
	const pending = async (query = '') => (await call('GET', queue() + query)).body;

	beforeEach(async () => {
		for (const agent of ['Luna', 'Luna', 'Atlas']) {
			await call('POST', `/agents/${agent}/wakeups`, { ...WAKEUP, delay_hours: 0 });
		}
		await sandbox.clock.advance(0);
	});

	it('are filtered and counted', async () => {
		expect(await pending()).toMatchObject({ count: 3 });
		expect(await pending('?limit=2')).toMatchObject({ count: 2 });
		const atlas = sandbox.agents.find(({ name }) => name === 'Atlas')!;
		expect(await pending(`?agent_id=${atlas.agent_id}`)).toMatchObject({ count: 1 });
		expect(await pending('?event_type=other')).toMatchObject({ count: 0, notifications: null });
		expect((await call('GET', `${queue()}?limit=201`)).status).toBe(422);
	});

	it('leave the queue once acknowledged', async () => {
		const [first] = (await pending()).notifications ?? [];
		const notification_ids = [first?.notification_id, 'unknown'];
		const acknowledge = () => call('POST', `${queue()}/acknowledge`, { notification_ids });
		expect((await acknowledge()).body).toMatchObject({ acknowledged: 1 });
		expect((await acknowledge()).body).toMatchObject({ acknowledged: 0 });
		expect(await pending()).toMatchObject({ count: 2 });
		const all = await call('POST', `${queue()}/acknowledge-all?event_type=on_wakeup_ready`);
		expect(all.body).toMatchObject({ acknowledged: 2 });
		expect(await pending()).toMatchObject({ count: 0, notifications: null });
	});
});
