import { startSandbox, type Fault, type Sandbox } from '../../sandbox/index';
import { client, receiver, send, WAKEUP, type Call } from '../support/sandbox';

const LIST = '/agents/Luna/notifications';
const LIST_PATH = '/agents/{agentId}/notifications';

let sandbox: Sandbox;
let call: Call;
beforeAll(async () => {
	sandbox = await startSandbox();
	call = client(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(async () => {
	expect(sandbox.violations()).toEqual([]);
	await sandbox.close();
});

const statuses = async (requests: number, path = LIST): Promise<number[]> => {
	const answers: number[] = [];
	for (let n = 0; n < requests; n++) answers.push((await call('GET', path)).status);
	return answers;
};

describe('a fault', () => {
	it('answers with a status and Retry-After', async () => {
		sandbox.faults.add({ status: 429, retryAfter: 7 });
		const answer = await call('GET', LIST);
		expect(answer).toMatchObject({ status: 429, body: { status: 429 } });
		expect(answer.type).toContain('application/problem+json');
		expect(answer.headers.get('retry-after')).toBe('7');
	});

	it('strikes so many requests after letting some through', async () => {
		sandbox.faults.add({ status: 500, skip: 1, times: 2 });
		expect(await statuses(4)).toEqual([200, 500, 500, 200]);
	});

	it('strikes until it is called off', async () => {
		sandbox.faults.add({ status: 503 });
		expect(await statuses(3)).toEqual([503, 503, 503]);
		sandbox.faults.clear();
		expect(await statuses(1)).toEqual([200]);
	});

	it('strikes only its method and path', async () => {
		sandbox.faults.add({ method: 'GET', path: LIST_PATH, status: 502 });
		expect(await statuses(1, '/agents/Luna%20Moon%2FII/notifications')).toEqual([502]);
		expect(await statuses(1, `${LIST}/history`)).toEqual([200]);
		expect((await call('POST', '/agents/Luna/wakeups', WAKEUP)).status).toBe(200);
	});

	it('gives way to the next one when it is used up', async () => {
		sandbox.faults.add({ status: 500, times: 1 });
		sandbox.faults.add({ status: 503, times: 1 });
		expect(await statuses(3)).toEqual([500, 503, 200]);
	});

	it('delays a request that is then served', async () => {
		sandbox.faults.add({ latencyMs: 80 });
		const started = performance.now();
		expect(await statuses(1)).toEqual([200]);
		expect(performance.now() - started).toBeGreaterThanOrEqual(75);
	});

	it('cuts the connection before the request takes effect', async () => {
		sandbox.faults.add({ reset: true, times: 1 });
		await expect(call('POST', '/agents/Luna/wakeups', WAKEUP)).rejects.toThrow();
		expect((await call('GET', '/agents/Luna/wakeups')).body.wakeups).toBeNull();
	});

	it.each<[string, Fault]>([
		['cuts the connection', { reset: true }],
		['loses the answer', { status: 502, body: '<html>Bad Gateway</html>' }],
	])('%s after the request took effect', async (_, fault) => {
		sandbox.faults.add({ ...fault, applied: 'after', times: 1 });
		const outcome = await call('POST', '/agents/Luna/wakeups', WAKEUP).catch(
			(error: unknown) => error,
		);
		if (fault.reset) expect(outcome).toMatchObject({ message: 'fetch failed' });
		else expect(outcome).toMatchObject({ status: 502, text: '<html>Bad Gateway</html>' });
		expect((await call('GET', '/agents/Luna/wakeups')).body.wakeups).toHaveLength(1);
	});

	it('never answers', async () => {
		sandbox.faults.add({ hang: true });
		const signal = AbortSignal.timeout(60);
		await expect(fetch(`${sandbox.url}/api/v1/agents`, { signal })).rejects.toThrow('timeout');
	});

	it.each<[string, Fault, object]>([
		['HTML', { body: '<html>' }, { status: 200, type: 'text/html; charset=utf-8', text: '<html>' }],
		['JSON', { body: { error: 'no' }, status: 400 }, { status: 400, body: { error: 'no' } }],
		['an empty text', { body: '', contentType: 'text/plain' }, { status: 200, text: '' }],
	])('answers with %s', async (_, fault, answer) => {
		sandbox.faults.add(fault);
		expect(await call('GET', LIST)).toMatchObject(answer);
	});

	it('answers with JSON that is cut short', async () => {
		sandbox.faults.add({ body: '{"notifications": [', contentType: 'application/json' });
		await expect(call('GET', LIST)).rejects.toThrow(SyntaxError);
	});

	it('is refused for a path that no request can have', () => {
		expect(() => sandbox.faults.add({ path: '/agents/Luna' })).toThrow('validation failed');
	});
});

describe('the request log', () => {
	it('has what was sent, in order, but no key', async () => {
		await call('POST', '/agents/Luna%20Moon%2FII/wakeups', WAKEUP);
		await call('GET', `${LIST}?limit=3`);
		sandbox.faults.add({ reset: true, times: 1 });
		await call('DELETE', '/webhooks/x').catch(() => undefined);
		await call('GET', '/nothing');
		expect(sandbox.requests()).toMatchObject([
			{
				method: 'POST',
				path: '/api/v1/agents/Luna%20Moon%2FII/wakeups',
				params: { agentId: 'Luna Moon/II' },
				operationId: 'scheduleWakeup',
				body: WAKEUP,
				status: 200,
			},
			{ operationId: 'listNotifications', query: { limit: '3' } },
			{ operationId: 'deleteWebhookForTenant', status: 0 },
			{ operationId: undefined, status: 404 },
		]);
		expect(JSON.stringify(sandbox.requests())).not.toContain(sandbox.apiKey);
		sandbox.clearRequests();
		expect(sandbox.requests()).toEqual([]);
	});
});

describe('the control surface', () => {
	const control = (
		method: string,
		path: string,
		body?: unknown,
		headers?: Record<string, string>,
	) => send(method, sandbox.controlUrl + path, body, headers);

	it('reads, moves, speeds up and stops the clock', async () => {
		await control('PUT', '/clock', { paused: true, speed: 60 });
		const before = (await control('GET', '/clock')).body;
		expect(before).toMatchObject({ paused: true, speed: 60 });
		await control('POST', '/clock/advance', { seconds: 90 });
		const after = (await control('POST', '/clock/advance', { ms: 10_000 })).body;
		expect(Date.parse(after.now) - Date.parse(before.now)).toBe(100_000);
		expect(sandbox.clock.status()).toEqual(after);
	});

	it('sends an event to whoever is registered, and tells the outcome', async () => {
		const hook = await receiver();
		const event = { event_type: 'agent.mood_change', payload: { mood: 'glad' } };
		expect((await control('POST', '/events', event)).body).toEqual({});
		await call('PUT', '/webhooks/agent.mood_change', { webhook_url: hook.url });
		expect((await control('POST', '/events', event)).body).toMatchObject({
			attempt: { status: 'success', response_code: 200 },
		});
		expect((await control('POST', '/events', { ...event, project_id: 'other' })).body).toEqual({});
		expect(hook.received.map(({ body }) => body)).toEqual(['{"mood":"glad"}']);
		expect((await control('GET', '/deliveries')).body.deliveries).toHaveLength(1);
		await hook.close();
	});

	it('adds agents and any number of notifications', async () => {
		await control('POST', '/agents', { name: 'Nova' });
		await control('POST', '/notifications', { agent_id: 'Nova', count: 500 });
		await control('POST', '/notifications', {
			agent_id: 'Nova',
			notifications: [{ user_id: 'ada' }],
		});
		const { body } = await call('GET', '/agents/Nova/notifications?limit=500');
		expect(body.notifications).toHaveLength(500);
		const ofAda = await call('GET', '/agents/Nova/notifications?user_id=ada');
		expect(ofAda.body.notifications).toHaveLength(1);
		expect((await control('POST', '/notifications', { agent_id: 'Nobody' })).status).toBe(404);
	});

	it('orders, lists and calls off faults', async () => {
		const fault = { path: LIST_PATH, status: 503, times: 2 };
		expect((await control('POST', '/faults', fault)).status).toBe(204);
		expect(await statuses(1)).toEqual([503]);
		expect((await control('GET', '/faults')).body).toEqual({ faults: [{ ...fault, times: 1 }] });
		expect((await control('DELETE', '/faults')).status).toBe(204);
		expect(await statuses(1)).toEqual([200]);
	});

	it('shows and forgets requests, shows violations, and resets', async () => {
		await call('GET', LIST);
		expect((await control('GET', '/requests')).body.requests).toMatchObject([{ status: 200 }]);
		expect((await control('DELETE', '/requests')).status).toBe(204);
		expect((await control('GET', '/requests')).body.requests).toEqual([]);
		expect((await control('GET', '/violations')).body).toEqual({ violations: [] });
		await control('POST', '/agents', { name: 'Nova' });
		expect((await control('POST', '/reset')).status).toBe(204);
		expect(await statuses(1, '/agents/Nova')).toEqual([404]);
	});

	it.each([
		['PUT', '/clock', { speed: 0 }, 'body.speed'],
		['POST', '/clock/advance', { hours: 1 }, 'body.hours'],
		['POST', '/faults', { method: 'get' }, 'body.method'],
		['POST', '/faults', { path: '/none' }, 'body.path'],
		['POST', '/events', { event_type: 'x' }, 'body.payload'],
	])('refuses %s %s %j with 422', async (method, path, body, location) => {
		const answer = await control(method, path, body);
		expect(answer.status).toBe(422);
		expect(answer.body.errors).toMatchObject([{ location }]);
	});

	it.each([
		['a page of another site', { origin: 'https://example.com' }],
		['a page without an origin of its own', { origin: 'null' }],
	])('refuses %s', async (_, headers) => {
		expect((await control('POST', '/reset', undefined, headers)).status).toBe(403);
	});

	it('serves a page of this machine', async () => {
		const { status } = await control('GET', '/clock', undefined, {
			origin: 'http://localhost:5678',
		});
		expect(status).toBe(200);
	});
});
