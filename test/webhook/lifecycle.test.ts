import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../sandbox';
import { credentialsOf } from '../support/engine';
import { TriggerHost } from '../support/triggerHost';
import { until } from '../support/until';
import { platformOf } from '../support/platform';

const FOREIGN = 'https://elsewhere.example/hook';

let sandbox: Sandbox;
let host: TriggerHost;
let platform: ReturnType<typeof platformOf>;

beforeAll(async () => {
	sandbox = await startSandbox({ retryDelaysMs: [1000] });
	platform = platformOf(sandbox);
});

beforeEach(async () => {
	sandbox.reset();
	host = new TriggerHost({
		credentials: credentialsOf(sandbox),
		workflowId: expect.getState().currentTestName,
	});
	await host.start();
});

afterEach(async () => await host.stop());

afterAll(async () => {
	expect(sandbox.violations()).toEqual([]);
	await sandbox.close();
});

const emit = async (event_type: string, payload: unknown = { agent_id: 'a' }) =>
	await sandbox.emit({ event_type, payload });

const message: INodeParameters = { events: ['agent.message'] };

describe('publishing', () => {
	test('registers every chosen and custom event on a URL of its own', async () => {
		await host.publish({
			events: ['agent.message', 'on_wakeup_ready'],
			options: { customEvents: 'session.end, memory.created' },
		});
		expect(await platform.urls()).toEqual({
			'agent.message': host.productionUrl('agent.message'),
			on_wakeup_ready: host.productionUrl('on_wakeup_ready'),
			'session.end': host.productionUrl('session.end'),
			'memory.created': host.productionUrl('memory.created'),
		});
	});

	test('registers in another project', async () => {
		await host.publish({ ...message, scope: 'project', projectId: sandbox.projectId });
		expect(Object.keys(await platform.urls())).toEqual(['agent.message']);
		expect(sandbox.requests().map(({ operationId }) => operationId)).toContain('upsertWebhook');
	});

	test('delivers an event whose payload does not tell its type', async () => {
		await host.publish({ events: ['on_wakeup_ready'] });
		await emit('on_wakeup_ready', { wakeup: { user_id: 'u' }, has_energy: true });
		expect(host.started).toEqual([
			{
				mode: 'production',
				json: { event_type: 'on_wakeup_ready', wakeup: { user_id: 'u' }, has_energy: true },
			},
		]);
	});

	test('learns a valid secret where the registration existed and the answer told none', async () => {
		await platform.put('agent.message', host.productionUrl('agent.message'));
		await host.publish(message);
		await emit('agent.message');
		expect(host.started).toHaveLength(1);
	});

	test('writes nothing when one of the events belongs to somebody else', async () => {
		await platform.put('agent.wakeup', FOREIGN);
		await expect(
			host.publish({ events: ['agent.message', 'agent.wakeup'] }, 5),
		).rejects.toMatchObject({
			message: expect.stringMatching(
				/"agent\.wakeup" is already delivered to https:\/\/elsewhere\.example\/hook.*Webhook > Delete.*Take Over/,
			) as string,
		});
		expect(await platform.urls()).toEqual({ 'agent.wakeup': FOREIGN });
		expect(platform.writes().slice(1)).toEqual([]);
	});

	test('takes back what it did when a write fails half-way', async () => {
		sandbox.faults.add({ method: 'PUT', path: '/webhooks/{eventType}', skip: 1, status: 403 });
		await expect(
			host.publish({ events: ['agent.message', 'agent.wakeup', 'agent.mood_change'] }),
		).rejects.toThrow('may not do this');
		sandbox.faults.clear();
		expect(await platform.urls()).toEqual({});
	});

	test('gives back what it took over when a write fails half-way', async () => {
		for (const event of ['agent.message', 'agent.wakeup']) {
			await platform.put(event, FOREIGN, `Bearer theirs for ${event}`);
		}
		const write = { method: 'PUT', path: '/webhooks/{eventType}' };
		sandbox.faults.add({ ...write, skip: 1, times: 1, status: 403 });
		// The delete that n8n lets follow gets nowhere: it begins with the third list.
		sandbox.faults.add({ method: 'GET', path: '/webhooks', skip: 2, status: 401 });
		await expect(
			host.publish({ events: ['agent.message', 'agent.wakeup'], onConflict: 'takeOver' }),
		).rejects.toThrow('may not do this');
		sandbox.faults.clear();
		expect(await platform.list()).toMatchObject(
			['agent.message', 'agent.wakeup'].map((event_type) => ({
				event_type,
				webhook_url: FOREIGN,
				auth_header: `Bearer theirs for ${event_type}`,
			})),
		);
	});

	test('forgets a former owner who has left meanwhile', async () => {
		await platform.put('agent.message', FOREIGN);
		await host.publish({ ...message, onConflict: 'takeOver' });
		await host.unpublish();
		await platform.remove('agent.message');
		await host.publish(message);
		await host.unpublish();
		expect(await platform.urls()).toEqual({});
	});

	test('forgets a former owner who has left meanwhile, also while a test listens', async () => {
		await platform.put('agent.message', FOREIGN);
		await host.publish({ ...message, onConflict: 'takeOver' });
		await host.unpublish();
		await platform.remove('agent.message');
		await host.listen(message);
		await host.publish(message);
		await host.endTest();
		await host.unpublish();
		expect(await platform.urls()).toEqual({});
	});

	test('takes nothing over while it cannot remove what an earlier unpublish has left behind', async () => {
		await host.publish(message);
		sandbox.faults.add({ method: 'DELETE', path: '/webhooks/{eventType}', status: 403 });
		await expect(host.unpublish()).rejects.toThrow('may still be registered');
		await platform.put('agent.wakeup', FOREIGN);
		// The delete that n8n lets follow gets nowhere: it begins with the third list.
		sandbox.faults.add({ method: 'GET', path: '/webhooks', skip: 2, status: 401 });
		await expect(
			host.publish({ events: ['agent.wakeup'], onConflict: 'takeOver' }),
		).rejects.toThrow('may still be registered');
		sandbox.faults.clear();
		expect((await platform.urls())['agent.wakeup']).toBe(FOREIGN);
	});

	test('publishes again after a crash that left its registration behind', async () => {
		await host.publish(message);
		await host.crash();
		host.staticData = {};
		host.published = undefined;
		await host.start();
		await host.publish(message);
		await emit('agent.message');
		expect(host.started).toHaveLength(1);
	});

	test('recognises its own registration under an earlier address of n8n', async () => {
		await host.publish(message);
		const [registered] = await platform.list();
		await platform.put(
			'agent.message',
			'https://old-tunnel.example/webhook/x',
			registered?.auth_header,
		);
		host.published = undefined;
		await host.publish(message);
		expect(await platform.urls()).toEqual({
			'agent.message': host.productionUrl('agent.message'),
		});
	});

	test('takes over where the user said so, and gives back on unpublish', async () => {
		await platform.put('agent.message', FOREIGN, 'Bearer theirs');
		await host.publish({ ...message, onConflict: 'takeOver' });
		await emit('agent.message');
		expect(host.started).toHaveLength(1);
		await host.unpublish();
		expect(await platform.list()).toMatchObject([
			{ event_type: 'agent.message', webhook_url: FOREIGN, auth_header: 'Bearer theirs' },
		]);
	});

	test('fails on a remote platform that cannot reach a local URL', async () => {
		const remote = new TriggerHost({
			credentials: { apiKey: 'sk', baseUrl: 'https://api.sonz.ai' },
			webhookUrl: 'http://localhost:5678/',
		});
		await expect(remote.publish(message)).rejects.toThrow(
			/https:\/\/api\.sonz\.ai cannot reach this n8n at http:\/\/localhost:5678.*N8N_WEBHOOK_URL.*WEBHOOK_URL/,
		);
	});

	test('names the empty field when no event is chosen', async () => {
		await expect(host.publish({ events: [] })).rejects.toThrow("'Trigger On' is empty");
	});
});

describe('checking', () => {
	test('changes nothing, and is true only with everything in place', async () => {
		const parameters = { events: ['agent.message', 'agent.wakeup'] };
		expect(await host.checkExists(parameters)).toBe(false);
		await host.publish(parameters);
		expect(await host.checkExists(parameters)).toBe(true);
		expect(await host.checkExists({ events: ['agent.message', 'agent.mood_change'] })).toBe(false);

		const { staticData } = host;
		host.staticData = {};
		expect(await host.checkExists(parameters)).toBe(false);
		host.staticData = staticData;

		const writes = platform.writes().length;
		await platform.put('agent.wakeup', FOREIGN);
		expect(await host.checkExists(parameters)).toBe(false);
		expect(platform.writes()).toHaveLength(writes + 1);
	});

	test('is false when the platform has switched a webhook off', async () => {
		await host.publish(message);
		const webhooks = (await platform.list()).map((webhook) => ({ ...webhook, is_active: false }));
		sandbox.faults.add({ method: 'GET', path: '/webhooks', body: { webhooks } });
		expect(await host.checkExists(message)).toBe(false);
	});

	test('of ten workflows at once changes nothing', async () => {
		const hosts = Array.from(
			{ length: 10 },
			(_, index) =>
				new TriggerHost({
					credentials: credentialsOf(sandbox),
					workflowId: `workflow-${index}`,
					webhookId: `b7c1c9f0-0000-4000-8000-00000000010${index}`,
					webhookUrl: host.url,
				}),
		);
		const parametersOf = (index: number) => ({
			events: [],
			options: { customEvents: `event.${index}` },
		});
		await Promise.all(hosts.map((one, index) => one.publish(parametersOf(index))));
		const writes = platform.writes().length;
		const answers = await Promise.all(
			hosts.map((one, index) => one.checkExists(parametersOf(index))),
		);
		expect(answers).toEqual(Array(10).fill(true));
		expect(platform.writes()).toHaveLength(writes);
	});

	test.each([401, 429, 500, 503])('fails on HTTP %i instead of saying no', async (status) => {
		await host.publish(message);
		sandbox.faults.add({ method: 'GET', path: '/webhooks', status, retryAfter: 0 });
		await expect(host.checkExists(message)).rejects.toThrow(String(status));
	});
});

describe('publishing again', () => {
	test('leaves exactly the new events', async () => {
		await host.publish({ events: ['agent.message', 'agent.wakeup'] });
		await host.publish({ events: ['agent.wakeup', 'agent.mood_change'] });
		expect(await platform.urls()).toEqual({
			'agent.wakeup': host.productionUrl('agent.wakeup'),
			'agent.mood_change': host.productionUrl('agent.mood_change'),
		});
		await emit('agent.wakeup');
		expect(host.started).toHaveLength(1);
	});
});

test('publishing removes what a failed unpublish has left behind', async () => {
	await host.publish({ events: ['agent.message', 'agent.wakeup'] });
	sandbox.faults.add({ method: 'GET', path: '/webhooks', status: 403 });
	await expect(host.unpublish()).rejects.toThrow('403');
	sandbox.faults.clear();
	await host.publish(message);
	expect(Object.keys(await platform.urls())).toEqual(['agent.message']);
	await emit('agent.message');
	expect(host.started).toHaveLength(1);
});

describe('unpublishing', () => {
	test('removes every registration of the node, and nothing else', async () => {
		await host.publish({ events: ['agent.message', 'agent.wakeup'] });
		await platform.put('agent.wakeup', FOREIGN);
		await platform.put('agent.consolidation', FOREIGN);
		await host.unpublish();
		expect(await platform.urls()).toEqual({
			'agent.wakeup': FOREIGN,
			'agent.consolidation': FOREIGN,
		});
	});

	test('succeeds when everything is gone already', async () => {
		await host.publish(message);
		await platform.remove('agent.message');
		await host.unpublish();
		expect(await platform.urls()).toEqual({});
	});

	test('says what is left behind, and where, when the platform is down', async () => {
		await host.publish(message);
		sandbox.faults.add({ method: 'DELETE', status: 503 });
		await expect(host.unpublish()).rejects.toThrow(
			`"agent.message" (${host.productionUrl('agent.message')})`,
		);
	});
});

describe('listening for a test event', () => {
	test('registers the test URL where nothing is published, and removes it after one event', async () => {
		await host.listen(message);
		expect(await platform.urls()).toEqual({ 'agent.message': host.testUrl('agent.message') });
		await emit('agent.message', { agent_id: 'a' });
		expect(host.started).toEqual([
			{ mode: 'test', json: { event_type: 'agent.message', agent_id: 'a' } },
		]);
		await until(async () => Object.keys(await platform.urls()).length === 0);
	});

	test('takes nothing away from production, and brings the test a copy', async () => {
		await host.publish(message);
		await host.listen(message);
		await emit('agent.message', { n: 1 });
		await until(() => host.started.length === 2);
		expect(host.started.map(({ mode }) => mode).sort()).toEqual(['production', 'test']);
		await until(() => host.test === undefined);
		await until(
			async () => (await platform.urls())['agent.message'] === host.productionUrl('agent.message'),
		);
		await emit('agent.message', { n: 2 });
		expect(host.started.filter(({ mode }) => mode === 'production')).toHaveLength(2);
		expect(await host.checkExists(message)).toBe(true);
	});

	test('leaves production whole when it is cancelled', async () => {
		await host.publish(message);
		await host.listen(message);
		expect(await host.checkExists(message)).toBe(true);
		await host.endTest();
		expect(await platform.urls()).toEqual({
			'agent.message': host.productionUrl('agent.message'),
		});
	});

	test('leaves no mark on production where the endpoints of n8n have other names', async () => {
		const renamed = new TriggerHost({
			credentials: credentialsOf(sandbox),
			testEndpoint: 'hooks-in-test',
		});
		await renamed.start();
		try {
			await renamed.publish(message);
			await renamed.listen(message);
			expect((await platform.urls())['agent.message']).toContain('hooks-in-test');
			await renamed.endTest();
			expect(await platform.urls()).toEqual({
				'agent.message': renamed.productionUrl('agent.message'),
			});
		} finally {
			await renamed.stop();
		}
	});

	test('takes back what it did when a write fails half-way', async () => {
		await host.publish(message);
		const write = { method: 'PUT', path: '/webhooks/{eventType}' };
		sandbox.faults.add({ ...write, skip: 2, times: 1, status: 403 });
		await expect(
			host.listen({ events: ['agent.message', 'agent.wakeup', 'agent.mood_change'] }),
		).rejects.toThrow('may not do this');
		expect(await platform.urls()).toEqual({
			'agent.message': host.productionUrl('agent.message'),
		});
	});

	test('costs production nothing when n8n crashed during it', async () => {
		await host.publish(message);
		await host.listen(message);
		await host.crash();
		await host.start();
		await emit('agent.message');
		expect(host.started.map(({ mode }) => mode)).toEqual(['production']);
		expect(await host.checkExists(message)).toBe(true);
	});

	test('listens for an event that production does not', async () => {
		await host.publish(message);
		await host.listen({ events: ['agent.message', 'agent.wakeup'] });
		await emit('agent.wakeup');
		expect(host.started).toMatchObject([{ mode: 'test' }]);
		await until(async () => Object.keys(await platform.urls()).length === 1);
	});

	test.each(['fail', 'takeOver'])(
		'refuses what belongs to somebody else (%s)',
		async (onConflict) => {
			await platform.put('agent.message', FOREIGN);
			await expect(host.listen({ ...message, onConflict })).rejects.toThrow(
				`already delivered to ${FOREIGN}`,
			);
			expect(await platform.urls()).toEqual({ 'agent.message': FOREIGN });
		},
	);

	test('survives a publish, and production outlives the test', async () => {
		await host.listen(message);
		await host.publish(message);
		await host.endTest();
		await emit('agent.message');
		expect(host.started).toMatchObject([{ mode: 'production' }]);
	});

	test('of two people leaves no orphan', async () => {
		await host.listen(message);
		await host.listen(message);
		await host.endTest();
		expect(await platform.urls()).toEqual({});
	});
});

describe('a secret that is no longer valid', () => {
	test('is renewed by a delivery of the own registration, whose next attempt is accepted', async () => {
		await host.publish(message);
		host.staticData = {};
		await emit('agent.message');
		expect(host.started).toEqual([]);
		expect(sandbox.deliveries().at(-1)).toMatchObject({ response_code: 503 });
		await sandbox.clock.advance(2000);
		expect(host.started).toHaveLength(1);
	});

	describe('is renewed at most once a minute', () => {
		const renewals = () => platform.writes().filter(({ path }) => path.endsWith('/rotate-secret'));

		async function deliverWith(staticData: IDataObject): Promise<void> {
			host.staticData = staticData;
			await emit('agent.message');
		}

		test('by one process, whatever was saved', async () => {
			await host.publish(message);
			await deliverWith({});
			await deliverWith({});
			expect(renewals()).toHaveLength(1);

			const { now } = Date;
			const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 61_000);
			try {
				await deliverWith({});
			} finally {
				clock.mockRestore();
			}
			expect(renewals()).toHaveLength(2);
		});

		test('by any process that finds it saved', async () => {
			await host.publish(message);
			await deliverWith({ renewedAt: { 'agent.message': Date.now() } });
			expect(renewals()).toEqual([]);
			await deliverWith({ renewedAt: { 'agent.message': Date.now() - 61_000 } });
			expect(renewals()).toHaveLength(1);
		});
	});

	test('is not renewed by a stranger', async () => {
		await host.publish(message);
		host.staticData = {};
		const response = await fetch(host.productionUrl('agent.message'), {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'sonzai-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`,
				authorization: 'Bearer guess',
			},
			body: '{}',
		});
		expect(response.status).toBe(401);
		expect(sandbox.requests().map(({ operationId }) => operationId)).not.toContain(
			'rotateWebhookSigningSecretForTenant',
		);
	});

	test('does no harm while both are valid', async () => {
		await host.publish(message);
		await platform.rotate('agent.message');
		await emit('agent.message');
		expect(host.started).toHaveLength(1);
	});
});
