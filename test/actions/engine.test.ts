import { setTimeout as sleep } from 'node:timers/promises';
import { actionRuns, agentById, agentByName, any, containing, paired } from '../support/actionRun';
import { InMemoryCredentials } from '../../harness/engine/credentials';
import { credentialsOf } from '../../harness/engine/engine';
import { until } from '../support/until';
import { startRawServer, UNREACHABLE_URL, type RawServer } from '../support/rawServer';
import { rendezvous } from '../support/rendezvous';

const LUNA = '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a01';
const api = actionRuns();

const history = {
	resource: 'notification',
	operation: 'getHistory',
	agentId: agentByName('={{ $json.agent }}'),
};
const consume = {
	resource: 'notification',
	operation: 'consume',
	agentId: agentById(LUNA),
	notificationId: '={{ $json.id }}',
};
const LIST = '/agents/{agentId}/notifications/history';

const numbered = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ id: `m${index}` }));

describe('a failing item among good ones', () => {
	const items = [{ agent: 'Luna' }, { agent: 'Nobody' }, { agent: 'Atlas' }];
	beforeEach(() => {
		api.sandbox.addNotifications('Luna', [{ message_id: 'l' }]);
		api.sandbox.addNotifications('Atlas', [{ message_id: 'a' }]);
	});

	it('stops the node and is named, where nothing else is chosen', async () => {
		const run = await api.run(history, items);
		expect(run.error).toMatchObject({
			message: containing('agent "Nobody" not found'),
			httpCode: '404',
			context: { itemIndex: 1 },
		});
		expect(run.output).toEqual([]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'is every item when none can be sent: %s',
		async (onError) => {
			for (const [baseUrl, concurrency] of [
				['api sonz ai', 1],
				[api.sandbox.url, 0],
			] as const) {
				const run = await api.run({ ...history, options: { concurrency } }, items, {
					onError,
					credentials: { ...credentialsOf(api.sandbox), baseUrl },
				});
				const failed = onError === 'continueErrorOutput' ? run.failed : run.output;
				expect(failed.map(({ json }) => json.error)).toEqual(items.map(() => any(String)));
				expect(run.output.filter(({ json }) => json.error === undefined)).toEqual([]);
			}
		},
	);

	it('tells of doubt in its message, since there is nothing else in the output', async () => {
		api.sandbox.faults.add({ method: 'POST', reset: true, applied: 'after' });
		const run = await api.run(
			{
				...history,
				resource: 'wakeup',
				operation: 'schedule',
				userId: 'ada',
				context: 'Ask',
				timing: 'delay',
			},
			[{ agent: 'Luna' }],
			{ onError: 'continueRegularOutput' },
		);
		expect(run.output[0]?.json.error).toContain('The wakeup may still have been scheduled');
	});

	it('stands in the output in its place, with the error as regular output', async () => {
		const run = await api.run(history, items, { onError: 'continueRegularOutput' });
		expect(run.error).toBeUndefined();
		expect(paired(run)).toEqual([
			[0, expect.objectContaining({ message_id: 'l' })],
			[1, { error: containing('agent "Nobody" not found') }],
			[2, expect.objectContaining({ message_id: 'a' })],
		]);
	});

	it('goes to the error branch, with an error output', async () => {
		const run = await api.run(history, items, { onError: 'continueErrorOutput' });
		expect(paired(run).map(([item, { message_id }]) => [item, message_id])).toEqual([
			[0, 'l'],
			[2, 'a'],
		]);
		expect(run.failed).toHaveLength(1);
		expect(run.failed[0]!.json.error).toContain('agent "Nobody" not found');
		expect(run.failed[0]!.pairedItem).toMatchObject({ item: 1 });
	});

	it('is one of several items whose input is bad, and the others are still carried out', async () => {
		const run = await api.run(history, [{ agent: '' }, { agent: 'Luna' }, { agent: { a: 1 } }], {
			onError: 'continueErrorOutput',
		});
		expect(run.output.map(({ json }) => json.message_id)).toEqual(['l']);
		expect(run.failed.map(({ json }) => json.error)).toEqual([
			"'Agent' is empty",
			"'Agent' is an object, but must be a single text",
		]);
	});
});

describe('bad input', () => {
	it('of any item sends nothing', async () => {
		const run = await api.run(consume, [...numbered(30), { id: '' }]);
		expect(run.error).toMatchObject({
			message: "'Notification ID' is empty",
			context: { itemIndex: 30 },
		});
		expect(api.sent()).toEqual([]);
	});

	it.each(['.', '..'])('that is %s would name another route, and is refused', async (id) => {
		const run = await api.run({ ...consume, notificationId: id });
		expect(run.error?.message).toBe(
			`'Notification ID' is "${id}", which cannot be an ID or name in Sonzai`,
		);
		expect(api.sent()).toEqual([]);
	});

	it('of the Concurrency option is refused', async () => {
		const run = await api.run({ ...consume, options: { concurrency: 0 } }, numbered(1));
		expect(run.error?.message).toBe("'Concurrency' is 0, but must be a whole number from 1 to 100");
		expect(api.sent()).toEqual([]);
	});
});

describe('many items', () => {
	it('need the credential to be read and decrypted once', async () => {
		const messages = numbered(20).map(({ id }) => ({ message_id: id }));
		api.sandbox.addNotifications(LUNA, messages);
		const read = jest.spyOn(InMemoryCredentials.prototype, 'getDecrypted');
		await api.run(consume, numbered(20));
		expect(api.sent()).toHaveLength(20);
		expect(read).toHaveBeenCalledTimes(1);
		read.mockRestore();
	});

	it('keep their order, however long each takes', async () => {
		let count = 0;
		const server = await startRawServer((request, response) => {
			const pause = (count++ % 5) * 5;
			setTimeout(() => {
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify({ success: true, url: request.url }));
			}, pause);
		});
		const run = await api.run(consume, numbered(60), { credentials: { ...creds(server) } });
		await server.close();
		expect(paired(run).map(([item, json]) => [item, json.message_id])).toEqual(
			numbered(60).map(({ id }, index) => [index, id]),
		);
	});

	it.each([
		[undefined, 100],
		[3, 3],
		[1, 1],
	])('run with concurrency %s never more than %i at a time', async (concurrency, most) => {
		let running = 0;
		let highest = 0;
		const met = rendezvous(most);
		const server = await startRawServer((_request, response) => {
			highest = Math.max(highest, ++running);
			// One too many would come while the others wait.
			void met().then(async () => {
				await sleep(15);
				running -= 1;
				response.setHeader('content-type', 'application/json');
				response.end('{"success":true}');
			});
		});
		const options = concurrency === undefined ? {} : { concurrency };
		await api.run({ ...consume, options }, numbered(120), { credentials: creds(server) });
		await server.close();
		expect(highest).toBe(most);
		expect(server.requests).toHaveLength(120);
	});

	it('wait together for a rate limit, and all succeed', async () => {
		api.sandbox.addNotifications(
			LUNA,
			numbered(30).map(({ id }) => ({ message_id: id })),
		);
		api.sandbox.faults.add({ status: 429, retryAfter: 1, times: 1 });
		const run = await api.run({ ...consume, options: { concurrency: 2 } }, numbered(30));
		expect(run.error).toBeUndefined();
		expect(run.output).toHaveLength(30);
		const times = api.requests().map(({ at }) => Date.parse(at));
		// Two were under way when the limit was told; everybody else waits.
		const early = times.filter((time) => time < times[0]! + 900);
		expect(early.length).toBeLessThanOrEqual(3);
	});

	it.each([5, 100])(
		'survive a platform that takes 8 a second, %i at a time',
		async (concurrency) => {
			let tokens = 8;
			let refused = 0;
			const refill = setInterval(() => (tokens = 8), 1000);
			const server = await startRawServer((_request, response) => {
				response.setHeader('content-type', 'application/json');
				if (tokens-- > 0) return response.end('{"success":true}');
				refused += 1;
				response.writeHead(429, { 'retry-after': '1' });
				return response.end('{"title":"Too Many Requests","status":429}');
			});
			const run = await api.run({ ...consume, options: { concurrency } }, numbered(20), {
				credentials: creds(server),
			});
			clearInterval(refill);
			await server.close();
			expect(run.error).toBeUndefined();
			expect(run.output).toHaveLength(20);
			// What was under way at the first refusal, and a few that look whether more is allowed.
			expect(refused).toBeLessThan(45);
		},
	);
});

it('sends nothing more once a rate limit lasts for longer than an execution waits', async () => {
	api.sandbox.faults.add({ status: 429, retryAfter: 3600 });
	const run = await api.run({ ...consume, options: { concurrency: 5 } }, numbered(60), {
		onError: 'continueRegularOutput',
	});
	expect(run.output.map(({ json }) => json.error)).toEqual(
		numbered(60).map(() => containing('too many requests')),
	);
	expect(api.requests()).toHaveLength(5);
});

describe('Stop', () => {
	it('cancels what is running and sends nothing more', async () => {
		api.sandbox.faults.add({ hang: true });
		const stop = new AbortController();
		const running = api.run({ ...consume, options: { concurrency: 3 } }, numbered(20), {
			signal: stop.signal,
			onError: 'continueRegularOutput',
		});
		await until(() => api.requests().length === 3);
		stop.abort();
		await running;
		await sleep(50);
		expect(api.requests()).toHaveLength(3);
	});

	it('ends the wait for a rate limit', async () => {
		api.sandbox.faults.add({ status: 429, retryAfter: 30 });
		const stop = new AbortController();
		const running = api.run(consume, numbered(1), { signal: stop.signal });
		await until(() => api.requests()[0]?.status === 429);
		stop.abort();
		expect((await running).error?.message).toBe('The execution was stopped');
		expect(api.requests()).toHaveLength(1);
	});
});

describe('a read', () => {
	it.each([500, 502, 503, 504, 408])('is sent again after HTTP %i', async (status) => {
		api.sandbox.faults.add({ path: LIST, status, times: 2 });
		const run = await api.run(history, [{ agent: 'Luna' }]);
		expect(run.error).toBeUndefined();
		expect(api.sent()).toHaveLength(3);
	});

	it('is sent again after a broken connection', async () => {
		api.sandbox.faults.add({ path: LIST, reset: true, times: 1 });
		const run = await api.run(history, [{ agent: 'Luna' }]);
		expect(run.error).toBeUndefined();
		expect(api.sent()).toHaveLength(2);
	});

	it.each([400, 401, 403, 409, 422, 501])('is not sent again after HTTP %i', async (status) => {
		api.sandbox.faults.add({ path: LIST, status });
		const run = await api.run(history, [{ agent: 'Luna' }]);
		expect(run.error?.message).toContain(`(HTTP ${status})`);
		expect(api.sent()).toHaveLength(1);
	});

	it('that goes on failing is given up after four attempts', async () => {
		api.sandbox.faults.add({ path: LIST, status: 503, retryAfter: 0 });
		const run = await api.run(history, [{ agent: 'Luna' }]);
		expect(run.error?.message).toContain('(HTTP 503)');
		expect(api.sent()).toHaveLength(4);
	});

	it('is not waited for longer than a running execution should', async () => {
		api.sandbox.faults.add({ path: LIST, status: 429, retryAfter: 61 });
		const run = await api.run(history, [{ agent: 'Luna' }]);
		expect(run.error?.message).toContain('(HTTP 429)');
		expect(api.sent()).toHaveLength(1);
	});

	it('that fails is one request and a failure of each item that wanted it', async () => {
		api.sandbox.faults.add({ path: LIST, status: 403 });
		const run = await api.run(history, [{ agent: 'Luna' }, { agent: 'Luna' }], {
			onError: 'continueErrorOutput',
		});
		expect(api.sent()).toHaveLength(1);
		expect(run.failed.map(({ pairedItem }) => pairedItem)).toMatchObject([
			{ item: 0 },
			{ item: 1 },
		]);
	});
});

describe('consuming', () => {
	it('is repeated after its answer was lost, which does no harm', async () => {
		api.sandbox.addNotifications(LUNA, [{ message_id: 'm0' }]);
		api.sandbox.faults.add({ method: 'POST', reset: true, applied: 'after', times: 1 });
		const run = await api.run(consume, numbered(1));
		expect(run.output).toHaveLength(1);
		expect(api.sent()).toHaveLength(2);
	});
});

describe('the base URL', () => {
	it.each(['/', '///', '/api/v1', '/api/v1/', '/api', ' '])('may end in "%s"', async (end) => {
		const run = await api.run(history, [{ agent: 'Luna' }], {
			credentials: { ...credentialsOf(api.sandbox), baseUrl: `${api.sandbox.url}${end}` },
		});
		expect(run.error).toBeUndefined();
		expect(api.sent()).toEqual(['GET /agents/Luna/notifications/history?limit=50']);
	});

	it('may have spaces around the API key beside it', async () => {
		const run = await api.run(history, [{ agent: 'Luna' }], {
			credentials: { baseUrl: api.sandbox.url, apiKey: ` ${api.sandbox.apiKey}\n` },
		});
		expect(run.error).toBeUndefined();
	});

	it('may have a path in front of the API', async () => {
		const server = await startRawServer((_request, response) => {
			response.setHeader('content-type', 'application/json');
			response.end('{"notifications":null}');
		});
		const run = await api.run(history, [{ agent: 'Luna' }], {
			credentials: { apiKey: 'k', baseUrl: `${server.url}/sonzai/` },
		});
		await server.close();
		expect(run.error).toBeUndefined();
		expect(server.requests).toEqual([
			'GET /sonzai/api/v1/agents/Luna/notifications/history?limit=50',
		]);
	});
});

it('tries a connection that is refused again, since nothing was sent', async () => {
	const baseUrl = UNREACHABLE_URL;
	const started = Date.now();
	const run = await api.run(consume, numbered(1), { credentials: { apiKey: 'k', baseUrl } });
	expect(run.error?.message).toBe(`Sonzai at ${baseUrl} refused the connection`);
	expect(Date.now() - started).toBeGreaterThan(900);
});

function creds({ url }: RawServer) {
	return { apiKey: 'k', baseUrl: url };
}
