import { credentialsOf } from '../../harness/engine/engine';
import { TriggerHost } from '../../harness/engine/triggerHost';
import { FOREIGN, message, useTrigger } from '../support/webhook';

const on = useTrigger();

describe('publishing', () => {
	it('registers every chosen and custom event on a URL of its own', async () => {
		await on.host.publish({
			events: ['agent.message', 'on_wakeup_ready'],
			options: { customEvents: 'session.end, memory.created' },
		});
		expect(await on.platform.urls()).toEqual({
			'agent.message': on.host.productionUrl('agent.message'),
			on_wakeup_ready: on.host.productionUrl('on_wakeup_ready'),
			'session.end': on.host.productionUrl('session.end'),
			'memory.created': on.host.productionUrl('memory.created'),
		});
	});

	it('registers after a publish that failed as a whole, its cleanup included', async () => {
		const { faults } = on.sandbox;
		faults.add({ path: '/webhooks', status: 403 });
		await expect(on.host.publish(message)).rejects.toThrow('may not do this');
		faults.clear();
		// The same trigger: of one that n8n takes for registered it would call nothing.
		await on.host.publish(message);
		expect(Object.keys(await on.platform.urls())).toEqual(['agent.message']);
		await on.emit('agent.message');
		expect(on.host.started).toHaveLength(1);
	});

	it('registers in another project', async () => {
		await on.host.publish({ ...message, scope: 'project', projectId: on.sandbox.projectId });
		expect(Object.keys(await on.platform.urls())).toEqual(['agent.message']);
		expect(on.sandbox.requests().map(({ operationId }) => operationId)).toContain('upsertWebhook');
	});

	it('delivers an event whose payload does not tell its type', async () => {
		await on.host.publish({ events: ['on_wakeup_ready'] });
		await on.emit('on_wakeup_ready', { wakeup: { user_id: 'u' }, has_energy: true });
		expect(on.host.started).toEqual([
			{
				mode: 'production',
				json: { event_type: 'on_wakeup_ready', wakeup: { user_id: 'u' }, has_energy: true },
			},
		]);
	});

	it('learns a valid secret where the registration existed and the answer told none', async () => {
		await on.platform.put('agent.message', on.host.productionUrl('agent.message'));
		await on.host.publish(message);
		await on.emit('agent.message');
		expect(on.host.started).toHaveLength(1);
	});

	it('writes nothing when one of the events belongs to somebody else', async () => {
		await on.platform.put('agent.wakeup', FOREIGN);
		await expect(
			on.host.publish({ events: ['agent.message', 'agent.wakeup'] }, 5),
		).rejects.toMatchObject({
			message: expect.stringMatching(
				/"agent\.wakeup" is already delivered to https:\/\/elsewhere\.example\/hook.*Webhook > Delete.*Take Over/,
			) as string,
		});
		expect(await on.platform.urls()).toEqual({ 'agent.wakeup': FOREIGN });
		expect(on.platform.writes().slice(1)).toEqual([]);
	});

	it('names another workflow of this n8n as the owner, and a way that harms nobody', async () => {
		const other = new TriggerHost({
			credentials: credentialsOf(on.sandbox),
			workflowId: 'another workflow',
			webhookId: 'b7c1c9f0-0000-4000-8000-000000000002',
			webhookUrl: on.host.url,
		});
		await other.publish(message);
		const url = other.productionUrl('agent.message');
		const said = await on.host.publish(message).then(String, String);
		expect(said).toContain(
			`"agent.message" is already delivered to another workflow of this n8n, at ${url}, and Sonzai keeps one webhook URL per event. Unpublish that other workflow, or choose another event here.`,
		);
		const inTest = await on.host.listen(message).then(String, String);
		expect(inTest).toMatch(
			/another workflow of this n8n.* unpublish that other workflow or end its test/,
		);
		expect(`${said} ${inTest}`).not.toMatch(/delete/i);
		expect(await on.platform.urls()).toEqual({ 'agent.message': url });
	});

	it('names both ways where an event is another server’s and one is this n8n’s', async () => {
		await on.platform.put('agent.wakeup', FOREIGN);
		const inProduction = on.host.productionUrl('agent.message').replace('000001/', '000009/');
		await on.platform.put('agent.message', inProduction);
		await expect(on.host.publish({ events: ['agent.message', 'agent.wakeup'] })).rejects.toThrow(
			/Unpublish that other workflow.*Webhook > Delete.*Take Over/,
		);
	});

	it('takes back what it did when a write fails half-way', async () => {
		on.sandbox.faults.add({ method: 'PUT', path: '/webhooks/{eventType}', skip: 1, status: 403 });
		await expect(
			on.host.publish({ events: ['agent.message', 'agent.wakeup', 'agent.mood_change'] }),
		).rejects.toThrow('may not do this');
		on.sandbox.faults.clear();
		expect(await on.platform.urls()).toEqual({});
	});

	it('gives back what it took over when a write fails half-way', async () => {
		for (const event of ['agent.message', 'agent.wakeup']) {
			await on.platform.put(event, FOREIGN, `Bearer theirs for ${event}`);
		}
		const write = { method: 'PUT', path: '/webhooks/{eventType}' };
		on.sandbox.faults.add({ ...write, skip: 1, times: 1, status: 403 });
		// The delete that n8n lets follow gets nowhere: it begins with the third list.
		on.sandbox.faults.add({ method: 'GET', path: '/webhooks', skip: 2, status: 401 });
		await expect(
			on.host.publish({ events: ['agent.message', 'agent.wakeup'], onConflict: 'takeOver' }, 1),
		).rejects.toThrow('may not do this');
		on.sandbox.faults.clear();
		expect(await on.platform.list()).toMatchObject(
			['agent.message', 'agent.wakeup'].map((event_type) => ({
				event_type,
				webhook_url: FOREIGN,
				auth_header: `Bearer theirs for ${event_type}`,
			})),
		);
	});

	it('forgets a former owner who has left meanwhile', async () => {
		await on.platform.put('agent.message', FOREIGN);
		await on.host.publish({ ...message, onConflict: 'takeOver' });
		await on.host.unpublish();
		await on.platform.remove('agent.message');
		await on.host.publish(message);
		await on.host.unpublish();
		expect(await on.platform.urls()).toEqual({});
	});

	it('forgets a former owner who has left meanwhile, also while a test listens', async () => {
		await on.platform.put('agent.message', FOREIGN);
		await on.host.publish({ ...message, onConflict: 'takeOver' });
		await on.host.unpublish();
		await on.platform.remove('agent.message');
		await on.host.listen(message);
		await on.host.publish(message);
		await on.host.endTest();
		await on.host.unpublish();
		expect(await on.platform.urls()).toEqual({});
	});

	it('takes nothing over while it cannot remove what an earlier unpublish has left behind', async () => {
		await on.host.publish(message);
		on.sandbox.faults.add({ method: 'DELETE', path: '/webhooks/{eventType}', status: 403 });
		await on.host.unpublish();
		expect(on.host.teardownFailures[0]?.message).toContain('may still be registered');
		await on.platform.put('agent.wakeup', FOREIGN);
		// The delete that n8n lets follow gets nowhere: it begins with the third list.
		on.sandbox.faults.add({ method: 'GET', path: '/webhooks', skip: 2, status: 401 });
		await expect(
			on.host.publish({ events: ['agent.wakeup'], onConflict: 'takeOver' }, 1),
		).rejects.toThrow('may still be registered');
		on.sandbox.faults.clear();
		expect((await on.platform.urls())['agent.wakeup']).toBe(FOREIGN);
	});

	it('publishes again after a crash that left its registration behind', async () => {
		await on.host.publish(message);
		await on.host.crash();
		on.host.staticData = {};
		on.host.published = undefined;
		await on.host.start();
		await on.host.publish(message);
		await on.emit('agent.message');
		expect(on.host.started).toHaveLength(1);
	});

	it('recognises its own registration under an earlier address of n8n', async () => {
		await on.host.publish(message);
		const [registered] = await on.platform.list();
		await on.platform.put(
			'agent.message',
			'https://old-tunnel.example/webhook/x',
			registered?.auth_header,
		);
		on.host.published = undefined;
		await on.host.publish(message);
		expect(await on.platform.urls()).toEqual({
			'agent.message': on.host.productionUrl('agent.message'),
		});
	});

	it('takes over where the user said so, and gives back on unpublish', async () => {
		await on.platform.put('agent.message', FOREIGN, 'Bearer theirs');
		await on.host.publish({ ...message, onConflict: 'takeOver' });
		await on.emit('agent.message');
		expect(on.host.started).toHaveLength(1);
		await on.host.unpublish();
		expect(await on.platform.list()).toMatchObject([
			{ event_type: 'agent.message', webhook_url: FOREIGN, auth_header: 'Bearer theirs' },
		]);
	});

	it('fails on a remote platform that cannot reach a local URL', async () => {
		const remote = new TriggerHost({
			credentials: { apiKey: 'sk', baseUrl: 'https://api.sonz.ai' },
			webhookUrl: 'http://localhost:5678/',
		});
		await expect(remote.publish(message)).rejects.toThrow(
			/https:\/\/api\.sonz\.ai cannot reach this n8n at http:\/\/localhost:5678.*N8N_WEBHOOK_URL.*WEBHOOK_URL/,
		);
	});

	it('names the empty field when no event is chosen', async () => {
		await expect(on.host.publish({ events: [] })).rejects.toThrow("'Trigger On' is empty");
	});
});

describe('checking', () => {
	it('changes nothing, and is true only with everything in place', async () => {
		const parameters = { events: ['agent.message', 'agent.wakeup'] };
		expect(await on.host.checkExists(parameters)).toBe(false);
		await on.host.publish(parameters);
		expect(await on.host.checkExists(parameters)).toBe(true);
		expect(await on.host.checkExists({ events: ['agent.message', 'agent.mood_change'] })).toBe(
			false,
		);

		const { staticData } = on.host;
		on.host.staticData = {};
		expect(await on.host.checkExists(parameters)).toBe(false);
		on.host.staticData = staticData;

		const writes = on.platform.writes().length;
		await on.platform.put('agent.wakeup', FOREIGN);
		expect(await on.host.checkExists(parameters)).toBe(false);
		expect(on.platform.writes()).toHaveLength(writes + 1);
	});

	it('is false when the platform has switched a webhook off', async () => {
		await on.host.publish(message);
		const webhooks = (await on.platform.list()).map((webhook) => ({
			...webhook,
			is_active: false,
		}));
		on.sandbox.faults.add({ method: 'GET', path: '/webhooks', body: { webhooks } });
		expect(await on.host.checkExists(message)).toBe(false);
	});

	it('of ten workflows at once changes nothing', async () => {
		const hosts = Array.from(
			{ length: 10 },
			(_, index) =>
				new TriggerHost({
					credentials: credentialsOf(on.sandbox),
					workflowId: `workflow-${index}`,
					webhookId: `b7c1c9f0-0000-4000-8000-00000000010${index}`,
					webhookUrl: on.host.url,
				}),
		);
		const parametersOf = (index: number) => ({
			events: [],
			options: { customEvents: `event.${index}` },
		});
		await Promise.all(hosts.map((one, index) => one.publish(parametersOf(index))));
		const writes = on.platform.writes().length;
		const answers = await Promise.all(
			hosts.map((one, index) => one.checkExists(parametersOf(index))),
		);
		expect(answers).toEqual(Array(10).fill(true));
		expect(on.platform.writes()).toHaveLength(writes);
	});

	it.each([401, 429, 500, 503])('fails on HTTP %i instead of saying no', async (status) => {
		await on.host.publish(message);
		on.sandbox.faults.add({ method: 'GET', path: '/webhooks', status, retryAfter: 0 });
		await expect(on.host.checkExists(message)).rejects.toThrow(String(status));
	});
});

describe('publishing again', () => {
	it('leaves exactly the new events', async () => {
		await on.host.publish({ events: ['agent.message', 'agent.wakeup'] });
		await on.host.publish({ events: ['agent.wakeup', 'agent.mood_change'] });
		expect(await on.platform.urls()).toEqual({
			'agent.wakeup': on.host.productionUrl('agent.wakeup'),
			'agent.mood_change': on.host.productionUrl('agent.mood_change'),
		});
		await on.emit('agent.wakeup');
		expect(on.host.started).toHaveLength(1);
	});
});

it('publishing removes what a failed unpublish has left behind', async () => {
	await on.host.publish({ events: ['agent.message', 'agent.wakeup'] });
	on.sandbox.faults.add({ method: 'GET', path: '/webhooks', status: 403 });
	await on.host.unpublish();
	expect(on.host.teardownFailures[0]?.message).toContain('403');
	on.sandbox.faults.clear();
	await on.host.publish(message);
	expect(Object.keys(await on.platform.urls())).toEqual(['agent.message']);
	await on.emit('agent.message');
	expect(on.host.started).toHaveLength(1);
});

describe('unpublishing', () => {
	it('removes every registration of the node, and nothing else', async () => {
		await on.host.publish({ events: ['agent.message', 'agent.wakeup'] });
		await on.platform.put('agent.wakeup', FOREIGN);
		await on.platform.put('agent.consolidation', FOREIGN);
		await on.host.unpublish();
		expect(await on.platform.urls()).toEqual({
			'agent.wakeup': FOREIGN,
			'agent.consolidation': FOREIGN,
		});
	});

	it('succeeds when everything is gone already', async () => {
		await on.host.publish(message);
		await on.platform.remove('agent.message');
		await on.host.unpublish();
		expect(await on.platform.urls()).toEqual({});
	});

	it('says what is left behind, and where, when the platform is down', async () => {
		await on.host.publish(message);
		on.sandbox.faults.add({ method: 'DELETE', status: 503 });
		await on.host.unpublish();
		expect(on.host.teardownFailures[0]?.message).toContain(
			`"agent.message" (${on.host.productionUrl('agent.message')})`,
		);
	});
});
