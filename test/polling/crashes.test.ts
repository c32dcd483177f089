import type { Kill, PollHost } from '../../harness/engine/pollHost';
import { pending, pollHost, say, texts, useSandbox } from '../support/polling';

const sandbox = useSandbox();
const LIST = /\/notifications$/;
const CONSUME = /\/consume$/;

const INSTANTS: Array<[string, Kill]> = [
	['before the request for the list', { at: 'request', path: LIST }],
	['before the answer of the second agent', { at: 'request', path: LIST, skip: 1 }],
	['after the answer', { at: 'answer', path: LIST, skip: 1 }],
	['before the first consume', { at: 'request', path: CONSUME }],
	['between two consumes', { at: 'answer', path: CONSUME, skip: 1 }],
	['after the last consume', { at: 'answer', path: CONSUME, skip: 2 }],
	['before n8n commits', { at: 'commit' }],
];

describe.each([
	['static data', false],
	['durable cursors', true],
])('with %s, killed', (_name, durableCursors) => {
	async function restart(host: PollHost): Promise<PollHost> {
		const next = pollHost(sandbox.api, {}, { database: host.database, durableCursors });
		await next.activate();
		return next;
	}

	it.each(INSTANTS)('%s: hands every message over, and once', async (_instant, kill) => {
		const { api } = sandbox;
		say(api, 'Luna', 'one', 'two', 'three');
		const host = pollHost(api, {}, { durableCursors });
		expect(await host.poll()).toBe('handed over');
		say(api, 'Atlas', 'four');
		host.killAt(kill);
		expect(await host.poll()).toBe('killed');
		expect(texts(host.database.items)).toEqual(['one', 'two', 'three']);

		const restarted = await restart(host);
		await restarted.poll();
		expect(texts(host.database.items)).toEqual(['one', 'two', 'three', 'four']);
		expect(await pending(api, 'Luna')).toEqual([]);
		expect(await pending(api, 'Atlas')).toEqual([]);
	});

	it('in the very first poll: hands everything over after the restart', async () => {
		const { api } = sandbox;
		say(api, 'Luna', 'one');
		const host = pollHost(api, {}, { durableCursors });
		host.killAt({ at: 'commit' });
		expect(await host.activate()).toBe('killed');
		expect(await pending(api, 'Luna')).toEqual(['one']);
		await restart(host);
		expect(texts(host.database.items)).toEqual(['one']);
	});

	it('and started long after, with arrivals meanwhile: everything is there once', async () => {
		const { api } = sandbox;
		say(api, 'Luna', 'one');
		const host = pollHost(api, {}, { durableCursors });
		await host.poll();
		say(api, 'Luna', 'two');
		await api.clock.advance(30 * 24 * 3_600_000);
		say(api, 'Atlas', 'three');
		await restart(host);
		expect(texts(host.database.items)).toEqual(['one', 'two', 'three']);
	});
});

it('a publishing in the middle of a poll loses nothing', async () => {
	const { api } = sandbox;
	say(api, 'Luna', 'one');
	api.faults.add({ path: '/agents/{agentId}/notifications', times: 2, latencyMs: 200 });
	const before = pollHost(api);
	const running = before.poll();
	before.supersede();
	expect(await running).toBe('nothing');

	const published = pollHost(api, {}, { database: before.database });
	await published.activate();
	await published.poll();
	expect(texts(before.database.items)).toEqual(['one']);
	expect(await pending(api, 'Luna')).toEqual([]);
});

it('two processes on one database lose nothing', async () => {
	const { api } = sandbox;
	const first = pollHost(api);
	const second = pollHost(api, {}, { database: first.database });
	for (const text of ['one', 'two', 'three']) {
		say(api, 'Luna', text);
		await Promise.all([first.poll(), second.poll()]);
	}
	await first.poll();
	await second.poll();
	expect(new Set(texts(first.database.items))).toEqual(new Set(['one', 'two', 'three']));
	expect(await pending(api, 'Luna')).toEqual([]);
});

it('a clock of n8n that jumps decides nothing', async () => {
	const { api } = sandbox;
	const host = pollHost(api);
	const clock = jest.spyOn(Date, 'now');
	const now = Date.now();
	try {
		for (const [index, jump] of [0, -3_600_000, 86_400_000, -86_400_000].entries()) {
			clock.mockImplementation(() => now + jump);
			say(api, 'Luna', `message ${index}`);
			await host.poll();
		}
	} finally {
		clock.mockRestore();
	}
	expect(texts(host.database.items)).toEqual([0, 1, 2, 3].map((index) => `message ${index}`));
});
