import type { INodeParameters } from 'n8n-workflow';
import { Database } from '../../harness/engine/pollHost';
import { pending, pollHost, say, texts, useSandbox } from '../support/polling';

const sandbox = useSandbox();
const NEVER = { consume: 'never' };

/** What version 0.1.0 saved under the node's name after it had handed the agent's messages over. */
function savedByFirstVersion(agent: string, ids: string[]): Database {
	const database = new Database();
	const key = JSON.stringify(['agent', agent, null]);
	database.staticData = {
		'node:Sonzai': { reported: [], queues: { [key]: { handedOver: ids } } },
	};
	return database;
}

describe.each([
	['static data', false],
	['durable cursors', true],
])('with %s', (_name, durableCursors) => {
	const host = (
		database: Database,
		node: { id?: string; name?: string },
		parameters: INodeParameters = NEVER,
	) => pollHost(sandbox.api, parameters, { database, durableCursors, node });

	it('a rename brings nothing again and loses nothing', async () => {
		const { api } = sandbox;
		const database = new Database();
		say(api, 'Luna', 'one');
		await host(database, { name: 'Sonzai' }).poll();
		say(api, 'Luna', 'two');
		await host(database, { name: 'Renamed' }).activate();
		say(api, 'Luna', 'three');
		await host(database, { name: 'Sonzai' }).activate();
		expect(texts(database.items)).toEqual(['one', 'two', 'three']);
	});

	it('what was handed over before a rename is consumed after it', async () => {
		const { api } = sandbox;
		const database = new Database();
		say(api, 'Luna', 'one');
		await host(database, { name: 'Sonzai' }, { consume: 'afterHandOver' }).poll();
		await host(database, { name: 'Renamed' }, { consume: 'afterHandOver' }).activate();
		expect(texts(database.items)).toEqual(['one']);
		expect(await pending(api, 'Luna')).toEqual([]);
	});

	it('a copy, and a new node with the name of a deleted one, start anew', async () => {
		const { api } = sandbox;
		const database = new Database();
		say(api, 'Luna', 'one');
		await host(database, { id: 'a', name: 'Sonzai' }).poll();
		await host(database, { id: 'b', name: 'Sonzai1' }).activate();
		await host(database, { id: 'c', name: 'Sonzai' }).activate();
		await host(database, { id: 'a', name: 'Sonzai' }).activate();
		expect(texts(database.items)).toEqual(['one', 'one', 'one']);
	});

	it('two nodes that swap their names go on as themselves', async () => {
		const { api } = sandbox;
		const database = new Database();
		say(api, 'Luna', 'one');
		say(api, 'Atlas', 'two');
		const activate = async (id: string, name: string, agent: string) =>
			await host(database, { id, name }, { ...NEVER, agentIds: [agent] }).activate();
		await activate('a', 'First', 'Luna');
		await activate('b', 'Second', 'Atlas');
		await activate('a', 'Second', 'Luna');
		await activate('b', 'First', 'Atlas');
		expect(texts(database.items)).toEqual(['one', 'two']);
	});

	it('an upgrade from 0.1.0 brings nothing again', async () => {
		const { api } = sandbox;
		const [message] = say(api, 'Luna', 'old');
		const database = savedByFirstVersion('Luna', [message!.message_id]);
		await host(database, { name: 'Sonzai' }).activate();
		say(api, 'Luna', 'new');
		await host(database, { name: 'Sonzai' }).activate();
		await host(database, { name: 'Renamed' }).activate();
		expect(texts(database.items)).toEqual(['new']);
	});
});

it('brings nothing again of an agent whose ID 0.1.0 kept in capital letters', async () => {
	const { api } = sandbox;
	const { agent_id, name } = api.agents[0]!;
	const [message] = say(api, name, 'old');
	const database = savedByFirstVersion(agent_id.toUpperCase(), [message!.message_id]);
	const host = pollHost(api, { agentIds: [agent_id.toUpperCase()] }, { database });
	await host.activate();
	await host.poll();
	expect(database.items).toEqual([]);
	expect(await pending(api, name)).toEqual([]);
});

it('switching durable cursors on, also after a rename, brings nothing again', async () => {
	const { api } = sandbox;
	const [old] = say(api, 'Luna', 'old');
	const database = savedByFirstVersion('Luna', [old!.message_id]);
	say(api, 'Luna', 'one');
	await pollHost(api, NEVER, { database }).activate();
	say(api, 'Luna', 'two');
	await pollHost(api, NEVER, { database, node: { name: 'Renamed' } }).activate();
	say(api, 'Luna', 'three');
	const durable = { database, durableCursors: true };
	await pollHost(api, NEVER, { ...durable, node: { name: 'Again' } }).activate();
	await pollHost(api, NEVER, durable).activate();
	expect(texts(database.items)).toEqual(['one', 'two', 'three']);
});

it('a poll that brings nothing writes nothing', async () => {
	const { api } = sandbox;
	const durable = pollHost(api, NEVER, { durableCursors: true });
	say(api, 'Luna', 'one');
	await durable.poll();
	const saved = JSON.stringify(durable.database);
	await durable.poll();
	expect(JSON.stringify(durable.database)).toBe(saved);
	expect(durable.database.staticData).toEqual({});
});
