import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox';
import { call, pollHost, useSandbox } from '../support/polling';

// Two retries, a second and ten seconds after.
const sandbox = useSandbox({ retryDelaysMs: [1_000, 10_000] });
const UNTIL_GIVEN_UP_MS = 20_000;
const DEAD_URL = 'http://127.0.0.1:1/webhook';

const receivers: Server[] = [];
afterEach(() => {
	for (const server of receivers.splice(0)) server.close();
});

/** A webhook that takes everything. */
async function receiver(): Promise<string> {
	const server = createServer((request, response) => {
		request.resume();
		response.end('ok');
	});
	receivers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function register(api: Sandbox, event: string, url: string): Promise<void> {
	await call(api, 'PUT', `/webhooks/${event}`, { webhook_url: url });
}

async function emit(api: Sandbox, event: string, number: number): Promise<void> {
	await api.emit({ event_type: event, payload: { event_type: event, data: { number } } });
}

function watching(api: Sandbox, parameters: IDataObject = {}, more = {}) {
	return pollHost(api, { source: 'failedDeliveries', ...parameters }, more);
}

function numbers(items: IDataObject[]): unknown[] {
	return items.map(({ data }) => (data as IDataObject).number);
}

it('hands over the payload of what the platform gave up on, once', async () => {
	const { api } = sandbox;
	await register(api, 'agent.message', DEAD_URL);
	await emit(api, 'agent.message', 1);
	await emit(api, 'agent.message', 2);
	await api.clock.advance(UNTIL_GIVEN_UP_MS);
	const host = watching(api);
	await host.activate();
	await host.poll();
	expect(host.database.executions).toEqual([
		[
			{ event_type: 'agent.message', data: { number: 1 } },
			{ event_type: 'agent.message', data: { number: 2 } },
		],
	]);
});

it('waits while the platform still tries, and hands nothing over that a retry delivers', async () => {
	const { api } = sandbox;
	await register(api, 'agent.message', DEAD_URL);
	await emit(api, 'agent.message', 1);
	const host = watching(api);
	await host.poll();
	await api.clock.advance(2_000);
	await host.poll();
	await register(api, 'agent.message', await receiver());
	await api.clock.advance(UNTIL_GIVEN_UP_MS);
	await host.poll();
	expect(host.database.items).toEqual([]);
});

it('tells two events with the same payload apart', async () => {
	const { api } = sandbox;
	await register(api, 'agent.message', await receiver());
	await emit(api, 'agent.message', 1);
	await register(api, 'agent.message', DEAD_URL);
	await emit(api, 'agent.message', 1);
	await emit(api, 'agent.message', 1);
	await api.clock.advance(UNTIL_GIVEN_UP_MS);
	const host = watching(api);
	await host.poll();
	await host.poll();
	expect(numbers(host.database.items)).toEqual([1, 1]);
});

it('watches all events that have a webhook, or those chosen', async () => {
	const { api } = sandbox;
	for (const event of ['agent.message', 'my.event']) {
		await register(api, event, DEAD_URL);
		await emit(api, event, 1);
	}
	await api.clock.advance(UNTIL_GIVEN_UP_MS);
	const all = watching(api);
	await all.poll();
	expect(all.database.items.map(({ event_type }) => event_type).sort()).toEqual([
		'agent.message',
		'my.event',
	]);
	const chosen = watching(api, { options: { customEvents: 'my.event' }, projectId: api.projectId });
	await chosen.poll();
	expect(chosen.database.items.map(({ event_type }) => event_type)).toEqual(['my.event']);
});

it('is published before its webhook is', async () => {
	const { api } = sandbox;
	expect(await watching(api, { eventTypes: ['agent.message'] }).activate()).toBe('nothing');
	expect(await watching(api).activate()).toBe('nothing');
});

it('sees every event of a long outage, once, whenever n8n is restarted', async () => {
	const { api } = sandbox;
	await register(api, 'agent.message', DEAD_URL);
	const sent: number[] = [];
	let host = watching(api, {}, { durableCursors: true });
	for (let round = 0; round < 6; round++) {
		for (let index = 0; index < 30; index++) {
			sent.push(sent.length);
			await emit(api, 'agent.message', sent.length - 1);
		}
		await api.clock.advance(7_000);
		if (round % 2 === 0) {
			host = watching(api, {}, { durableCursors: true, database: host.database });
			await host.activate();
		}
		await host.poll();
	}
	await api.clock.advance(UNTIL_GIVEN_UP_MS);
	await host.poll();
	expect(numbers(host.database.items).sort((a, b) => Number(a) - Number(b))).toEqual(sent);
});

it('reads no further back than it has to, and forgets what lies behind', async () => {
	const { api } = sandbox;
	await register(api, 'agent.message', DEAD_URL);
	for (let index = 0; index < 600; index++) await emit(api, 'agent.message', index);
	await api.clock.advance(3_600_000);
	const host = watching(api, {}, { durableCursors: true });
	await host.poll();
	expect(host.database.items).toHaveLength(600);

	await register(api, 'agent.message', await receiver());
	await emit(api, 'agent.message', 600);
	await host.poll();
	await api.clock.advance(3_600_000);
	await emit(api, 'agent.message', 601);
	api.clearRequests();
	await host.poll();
	expect(api.requests().filter(({ path }) => path.endsWith('/attempts'))).toHaveLength(1);
	await host.poll();
	expect(host.database.items).toHaveLength(600);
	expect(JSON.stringify(host.database.cursor).length).toBeLessThan(30_000);
});

it('reads on behind an attempt that began early and ended late', async () => {
	const { api } = sandbox;
	await register(api, 'agent.message', await receiver());
	await emit(api, 'agent.message', 1);
	const host = watching(api);
	await host.poll();
	await register(api, 'agent.message', DEAD_URL);
	await emit(api, 'agent.message', 2);
	await api.clock.advance(UNTIL_GIVEN_UP_MS);
	await register(api, 'agent.message', await receiver());
	for (let number = 3; number < 503; number++) await emit(api, 'agent.message', number);
	// The last one on the first page began before the last poll looked.
	const slow = api.deliveries().at(-500)!;
	slow.created_at = new Date(api.clock.now().getTime() - 5 * 60_000).toISOString();
	await host.poll();
	expect(numbers(host.database.items)).toEqual([2]);
});

it('takes an event for given up that the platform has not retried for a day', async () => {
	const { api } = sandbox;
	await register(api, 'agent.message', DEAD_URL);
	await emit(api, 'agent.message', 1);
	await call(api, 'DELETE', '/webhooks/agent.message');
	await api.clock.advance(UNTIL_GIVEN_UP_MS);
	await register(api, 'agent.message', await receiver());
	const host = watching(api);
	expect(await host.poll()).toBe('nothing');
	const now = Date.now();
	const clock = jest.useFakeTimers({
		doNotFake: [
			'setTimeout',
			'setInterval',
			'setImmediate',
			'nextTick',
			'performance',
			'queueMicrotask',
			'clearTimeout',
			'clearImmediate',
			'clearInterval',
			'hrtime',
		],
		now: now + 25 * 3_600_000,
	});
	try {
		expect(await host.poll()).toBe('handed over');
	} finally {
		clock.useRealTimers();
	}
	expect(numbers(host.database.items)).toEqual([1]);
});
