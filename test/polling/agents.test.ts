import type { QueueMemory } from '../../nodes/Sonzai/polling/cursor';
import { startRawServer } from '../support/rawServer';
import { rendezvous } from '../support/rendezvous';
import { countRequests, pending, pollHost, say, texts, useSandbox } from '../support/polling';

const sandbox = useSandbox();
const LIST = '/agents/{agentId}/notifications';

it('hands over everything that is pending at once, in order of creation', async () => {
	const { api } = sandbox;
	api.addNotifications('Luna', [
		{ generated_message: 'first', created_at: '2026-01-01T00:00:00Z' },
		{ generated_message: 'third', created_at: '2026-01-01T00:00:00.25Z' },
	]);
	api.addNotifications('Atlas', [
		{ generated_message: 'second', created_at: '2026-01-01T00:00:00.2Z' },
		{ generated_message: 'fourth', created_at: '2026-01-01T00:00:01Z' },
	]);
	const host = pollHost(api);
	expect(await host.activate()).toBe('handed over');
	expect(host.database.executions.map(texts)).toEqual([['first', 'second', 'third', 'fourth']]);
});

it('starts no execution when nothing is new', async () => {
	const host = pollHost(sandbox.api);
	expect(await host.activate()).toBe('nothing');
	expect(await host.poll()).toBe('nothing');
	expect(host.database.executions).toEqual([]);
});

it('consumes at the next poll, not before', async () => {
	const { api } = sandbox;
	say(api, 'Luna', 'hello');
	const host = pollHost(api);
	await host.poll();
	expect(await pending(api, 'Luna')).toEqual(['hello']);
	expect(await host.poll()).toBe('nothing');
	expect(await pending(api, 'Luna')).toEqual([]);
	await host.poll();
	expect(countRequests(api, 'consumeNotification')).toBe(1);
});

it('asks nothing of the platform for what the workflow has consumed itself', async () => {
	const { api } = sandbox;
	const [message] = say(api, 'Luna', 'hello');
	const host = pollHost(api);
	await host.poll();
	message!.status = 'consumed';
	await host.poll();
	expect(countRequests(api, 'consumeNotification')).toBe(0);
});

it('hands a message over once and leaves it pending with Never', async () => {
	const { api } = sandbox;
	say(api, 'Luna', 'hello');
	const host = pollHost(api, { consume: 'never' });
	await host.poll();
	await host.poll();
	say(api, 'Luna', 'again');
	await host.poll();
	const restarted = pollHost(api, { consume: 'never' }, { database: host.database });
	await restarted.activate();
	expect(host.database.executions.map(texts)).toEqual([['hello'], ['again']]);
	expect(await pending(api, 'Luna')).toEqual(['hello', 'again']);
});

it('works off more than the platform shows at once', async () => {
	const { api } = sandbox;
	say(api, 'Luna', ...Array.from({ length: 1100 }, (_, index) => `message ${index}`));
	const host = pollHost(api, {}, { budgetMs: 600_000 });
	await host.poll();
	await host.poll();
	await host.poll();
	expect(host.database.executions.map(({ length }) => length)).toEqual([500, 500, 100]);
	expect(new Set(texts(host.database.items)).size).toBe(1100);
	expect(host.warnings).toEqual([]);
}, 120_000);

it('warns of hidden messages and stays small when nobody consumes what fills the list', async () => {
	const { api } = sandbox;
	const messages = say(api, 'Luna', ...Array.from({ length: 501 }, (_, index) => `${index}`));
	const host = pollHost(api, { agentIds: ['Luna'], consume: 'never' });
	for (let poll = 0; poll < 5; poll++) await host.poll();
	expect(host.database.items).toHaveLength(500);
	expect(host.warnings).toHaveLength(5);
	expect(host.warnings[0]).toContain('messages of agent "Luna"');
	expect(host.warnings[0]).toContain('new ones stay unseen until some are consumed');

	messages[0]!.status = 'consumed';
	await host.poll();
	expect(texts(host.database.executions[1]!)).toEqual(['500']);
});

it('remembers no more than the platform lists, however many messages there have been', async () => {
	const { api } = sandbox;
	const host = pollHost(api, {}, { durableCursors: true });
	const sizes: number[] = [];
	for (let round = 0; round < 20; round++) {
		say(api, 'Luna', ...Array.from({ length: 20 }, (_, index) => `${round}.${index}`));
		await host.poll();
		sizes.push(JSON.stringify(host.database.cursor).length);
	}
	expect(host.database.items).toHaveLength(400);
	// Those of this poll, and those of the last one, which were still listed.
	expect(Math.max(...sizes)).toBeLessThan(40 * 50);
	await host.poll();
	await host.poll();
	expect(host.database.cursor).toMatchObject({ reported: [], queues: {} });
});

it('emits no message twice that a full list has hidden meanwhile', async () => {
	const { api } = sandbox;
	const messages = say(api, 'Luna', ...Array.from({ length: 501 }, (_, index) => `${index}`));
	const host = pollHost(api, { consume: 'never' });
	for (const status of ['consumed', 'pending', 'consumed']) {
		messages[0]!.status = status;
		await host.poll();
	}
	expect(host.database.items).toHaveLength(501);
});

it('remembers the latest 2000 messages where lists are full, and no more', async () => {
	const { api } = sandbox;
	const host = pollHost(api, { agentIds: ['Luna'], consume: 'never' }, { durableCursors: true });
	const ids: string[] = [];
	for (let round = 0; round < 6; round++) {
		const messages = say(api, 'Luna', ...Array.from({ length: 500 }, (_, index) => `${index}`));
		ids.push(...messages.map(({ message_id }) => message_id));
		await host.poll();
		for (const message of messages) message.status = 'consumed';
	}
	const [queue] = Object.values(host.database.cursor?.queues as Record<string, QueueMemory>);
	expect([...queue!.handedOver].sort()).toEqual(ids.slice(-2000).sort());
});

it('emits no message twice that a cached list still shows after it was consumed', async () => {
	const { api } = sandbox;
	const [message] = say(api, 'Luna', 'hello');
	const host = pollHost(api);
	await host.poll();
	await host.poll();
	expect(message!.status).toBe('consumed');
	message!.status = 'pending';
	expect(await host.poll()).toBe('nothing');
	expect(host.database.items).toHaveLength(1);
});

it('knows an agent by its ID and by its name as one', async () => {
	const { api } = sandbox;
	const { agent_id } = api.agents[0]!;
	say(api, 'Luna', 'hello');
	const host = pollHost(api, { agentIds: `Luna, ${agent_id}` });
	await host.poll();
	await host.poll();
	expect(texts(host.database.items)).toEqual(['hello']);
});

it('asks once for an agent whose ID is given in capital letters, in small ones and as a link', async () => {
	const { api } = sandbox;
	const { agent_id, name } = api.agents[0]!;
	say(api, name, 'hello');
	const link = `https://sonz.ai/agents/${agent_id}`;
	const host = pollHost(api, { agentIds: [agent_id.toUpperCase(), agent_id, link, ` ${name} `] });
	await host.poll();
	expect(texts(host.database.items)).toEqual(['hello']);
	expect(countRequests(api, 'listNotifications')).toBe(2);
	await host.poll();
	expect(countRequests(api, 'consumeNotification')).toBe(1);
	expect(host.warnings).toEqual([]);
});

it('watches one user alone, and consumes nothing of others', async () => {
	const { api } = sandbox;
	api.addNotifications('Luna', [
		{ user_id: 'ann@example.com', generated_message: 'to Ann' },
		{ user_id: 'bob', generated_message: 'to Bob' },
	]);
	const host = pollHost(api, { filters: { userId: 'ann@example.com' } });
	await host.poll();
	await host.poll();
	expect(texts(host.database.items)).toEqual(['to Ann']);
	expect(await pending(api, 'Luna')).toEqual(['to Bob']);
});

it('consumes what was handed over before the agent was taken off the list', async () => {
	const { api } = sandbox;
	say(api, 'Luna', 'hello');
	const host = pollHost(api);
	await host.poll();
	const changed = pollHost(api, { agentIds: ['Atlas'] }, { database: host.database });
	await changed.activate();
	expect(await pending(api, 'Luna')).toEqual([]);
});

it('shows a sample in the editor that is neither consumed nor remembered', async () => {
	const { api } = sandbox;
	say(api, 'Luna', ...Array.from({ length: 12 }, (_, index) => `${index}`));
	const host = pollHost(api);
	const sample = texts(await host.fetchTestEvent());
	expect(sample).toHaveLength(10);
	expect(sample.at(-1)).toBe('11');
	expect(countRequests(api, 'consumeNotification')).toBe(0);
	await host.activate();
	expect(host.database.items).toHaveLength(12);
});

it('says in the editor that nothing is waiting', async () => {
	await expect(pollHost(sandbox.api).fetchTestEvent()).rejects.toThrow(
		'There is nothing to show: no message is pending. Let an agent send one',
	);
});

it.each([false, true])(
	'runs one poll at a time: one that comes meanwhile starts nothing (durable cursors: %s)',
	async (durableCursors) => {
		const { api } = sandbox;
		say(api, 'Luna', 'hello');
		api.faults.add({ path: LIST, times: 2, latencyMs: 200 });
		const host = pollHost(api, {}, { durableCursors });
		await Promise.all([host.poll(), host.poll()]);
		expect(texts(host.database.items)).toEqual(['hello']);
	},
);

it('asks all agents side by side', async () => {
	const agentIds = Array.from({ length: 10 }, (_, index) => `a${index}`);
	const met = rendezvous(agentIds.length);
	const server = await startRawServer((_request, response) => {
		void met().then(() => {
			response.setHeader('content-type', 'application/json');
			response.end('{"notifications":[]}');
		});
	});
	const credentials = { apiKey: 'k', baseUrl: server.url };
	expect(await pollHost(sandbox.api, { agentIds }, { credentials }).poll()).toBe('nothing');
	await server.close();
});
