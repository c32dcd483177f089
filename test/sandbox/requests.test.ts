import { startSandbox, type Sandbox } from '../../sandbox/index';
import { anyText, client, WAKEUP, type Call } from '../support/sandbox';

let sandbox: Sandbox;
let call: Call;
beforeAll(async () => {
	sandbox = await startSandbox({ apiKey: 'sk_test' });
	call = client(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(async () => {
	expect(sandbox.violations()).toEqual([]);
	await sandbox.close();
});

const problem = (status: number) => ({
	status,
	type: 'application/problem+json; charset=utf-8',
	body: { status, title: anyText, detail: anyText },
});

const mistakes = (...locations: string[]) => ({
	...problem(422),
	body: { errors: locations.map((location) => ({ location })) },
});

describe('authentication', () => {
	it.each([
		['no key', {}],
		['a wrong key', { authorization: 'Bearer sk_wrong' }],
		['the key under another scheme', { authorization: 'Basic sk_test' }],
	])('refuses %s with 401', async (_, headers) => {
		const stranger = client({ ...sandbox, apiKey: '' });
		const answer = await stranger('GET', '/agents', undefined, { authorization: '', ...headers });
		expect(answer).toMatchObject(problem(401));
	});

	it('refuses what only the dashboard may do with 403', async () => {
		expect(await call('GET', '/projects')).toMatchObject(problem(403));
		expect(await call('GET', `/projects/${sandbox.projectId}`)).toMatchObject(problem(403));
	});

	it('refuses a wrong key on what only the dashboard may do with 401', async () => {
		const stranger = client({ ...sandbox, apiKey: 'sk_wrong' });
		expect(await stranger('GET', '/projects')).toMatchObject(problem(401));
	});

	it("does not see another project's webhooks", async () => {
		expect(await call('GET', '/projects/other/webhooks')).toMatchObject(problem(404));
	});
});

describe('a request that breaks the contract', () => {
	it('gets 422 with every mistake, its place and its value', async () => {
		const { user_id, delay_hours } = WAKEUP;
		const answer = await call('POST', '/agents/Luna/wakeups', {
			user_id,
			delay_hours,
			check_type: 5,
			context: 'x',
		});
		expect(answer).toMatchObject(problem(422));
		expect(answer.body.errors).toEqual(
			expect.arrayContaining([
				{ location: 'body.intent', message: "must have required property 'intent'" },
				{ location: 'body.check_type', message: 'must be string', value: 5 },
				{ location: 'body.context', message: 'must NOT have additional properties', value: 'x' },
			]),
		);
	});

	it.each([
		['/agents/Luna/notifications?limit=0', 'query.limit'],
		['/agents/Luna/notifications?limit=501', 'query.limit'],
		['/agents/Luna/wakeups?limit=1.5', 'query.limit'],
		['/agents?page_size=101', 'query.page_size'],
		['/agents?cursor=bogus', 'query.cursor'],
		['/agents/Luna/users?cursor=bogus', 'query.cursor'],
		['/agents/Luna/notifications/history?user_id=ada', 'query.user_id'],
	])('gets 422 for %s', async (path, location) => {
		expect(await call('GET', path)).toMatchObject(mistakes(location));
	});

	it('gets 400 when it is not JSON, and 415 when it says so', async () => {
		expect(await call('POST', '/agents/Luna/wakeups', '{"user_id":')).toMatchObject(problem(400));
		const text = { 'content-type': 'text/plain' };
		expect(await call('POST', '/agents/Luna/wakeups', 'hi', text)).toMatchObject(problem(415));
	});

	it('gets 404 for an unknown path and 405 for an unknown method', async () => {
		expect(await call('GET', '/nothing')).toMatchObject(problem(404));
		expect(await call('POST', '/agents', {})).toMatchObject(problem(405));
	});
});

describe('agents', () => {
	it.each(['0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a02', 'Luna%20Moon%2FII'])(
		'are found as %s',
		async (agent) => {
			const { status, body } = await call('GET', `/agents/${agent}`);
			expect(status).toBe(200);
			expect(body).toMatchObject({ name: 'Luna Moon/II', project_id: sandbox.projectId });
		},
	);

	it('are not found under another name', async () => {
		expect(await call('GET', '/agents/Nobody')).toMatchObject(problem(404));
	});

	it('come in pages by an opaque cursor', async () => {
		for (let n = 0; n < 30; n++) sandbox.addAgent({ name: `Agent ${n}` });
		const names: string[] = [];
		const sizes: number[] = [];
		let cursor: string | undefined;
		do {
			const { body } = await call(
				'GET',
				`/agents?page_size=14${cursor ? `&cursor=${cursor}` : ''}`,
			);
			const items = body.items ?? [];
			names.push(...items.map(({ name }) => name));
			sizes.push(items.length);
			expect(body.has_more).toBe(body.next_cursor !== undefined);
			cursor = body.next_cursor;
		} while (cursor);
		expect(sizes).toEqual([14, 14, 5]);
		expect(new Set(names).size).toBe(33);
		expect((await call('GET', '/agents')).body.items).toHaveLength(30);
	});

	it('are searched by name and counted on request', async () => {
		const { body } = await call('GET', '/agents?search=luna&include_count=true');
		expect(body).toMatchObject({ total_count: 2, has_more: false });
		expect((await call('GET', '/agents?search=nobody')).body).toMatchObject({ items: null });
	});

	it('know the users that they have had to do with, in the order of their ids', async () => {
		expect((await call('GET', '/agents/Luna/users')).body).toMatchObject({ users: null });
		for (const user_id of ['carl', 'ada', 'bo@example.com', 'ada']) {
			await call('POST', '/agents/Luna/events', { user_id, event_type: 'level_up' });
		}
		const first = await call('GET', '/agents/Luna/users?page_size=2');
		expect(first.body).toMatchObject({
			users: [{ user_id: 'ada' }, { user_id: 'bo@example.com' }],
		});
		const second = await call('GET', `/agents/Luna/users?cursor=${first.body.next_cursor}`);
		expect(second.body).toMatchObject({ users: [{ user_id: 'carl' }], has_more: false });
	});

	it('take events, and refuse metadata that is not text', async () => {
		const event = { user_id: 'ada', event_type: 'level_up', metadata: { level: '3' } };
		const { status, body } = await call('POST', '/agents/Luna/events', event);
		expect(status).toBe(200);
		expect(body).toMatchObject({ accepted: true, event_id: anyText });
		const wrong = { ...event, metadata: { level: 3 } };
		expect(await call('POST', '/agents/Luna/events', wrong)).toMatchObject(
			mistakes('body.metadata.level'),
		);
	});

	it('chat asynchronously', async () => {
		const messages = [{ role: 'user', content: 'Hi!' }];
		const started = await call('POST', '/agents/Luna/chat/async', { messages, user_id: 'ada' });
		expect(started.body).toMatchObject({ status: 'queued' });
		const id = started.body.processing_id;
		const result = await call('GET', `/agents/Luna/chat/result/${id}`);
		expect(result.body).toMatchObject({ status: 'complete', response: 'Luna heard: Hi!' });
		expect(await call('GET', `/agents/Atlas/chat/result/${id}`)).toMatchObject(problem(404));
	});
});

describe('an answer', () => {
	it('tells the address of its schema, as the platform does', async () => {
		const { body } = await call('GET', '/agents/Luna');
		expect(body.$schema).toBe(`${sandbox.url}/api/v1/schemas/AgentDetailResponse.json`);
	});
});
