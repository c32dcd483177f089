import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { Database, PollHost } from '../../harness/engine/pollHost';
import { startRawServer, type RawServer } from '../support/rawServer';

/** A platform that lists whatever it is told to, and consumes what it is asked to by ID. */
class OddPlatform {
	/** By the agent's or project's name. */
	readonly lists = new Map<string, unknown[]>();
	/** IDs that it refuses to consume. */
	readonly refused = new Set<string>();
	private server?: RawServer;

	async start(): Promise<void> {
		this.server = await startRawServer((request, response) => {
			const { pathname } = new URL(request.url ?? '', 'http://localhost');
			const [owner = '', , id] = pathname
				.split('/')
				.slice(4)
				.map((segment) => decodeURIComponent(segment));
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				response.setHeader('content-type', 'application/json');
				if (request.method === 'GET') {
					response.end(JSON.stringify({ notifications: this.lists.get(owner) ?? [] }));
					return;
				}
				const { notification_ids } = JSON.parse(body || '{}') as { notification_ids?: string[] };
				const ids = notification_ids ?? [id];
				const isRefused = ids.some((one) => this.refused.has(one!));
				if (!isRefused) this.remove(owner, ids);
				response.statusCode = isRefused ? 422 : 200;
				response.end(
					JSON.stringify(isRefused ? { title: 'Refused' } : { success: true, acknowledged: 1 }),
				);
			});
		});
	}

	private remove(owner: string, ids: unknown[]): void {
		const left = (this.lists.get(owner) ?? []).filter((entry) => {
			const { message_id, notification_id } = (entry ?? {}) as IDataObject;
			return !ids.includes(message_id ?? notification_id);
		});
		this.lists.set(owner, left);
	}

	get requests(): string[] {
		return this.server?.requests ?? [];
	}

	host(parameters: INodeParameters, database = new Database()): PollHost {
		return new PollHost({
			credentials: { apiKey: 'sk', baseUrl: this.server!.url },
			parameters,
			database,
			budgetMs: 600_000,
		});
	}

	async close(): Promise<void> {
		await this.server?.close();
	}
}

let platform: OddPlatform;

beforeEach(async () => {
	platform = new OddPlatform();
	await platform.start();
});

afterEach(async () => await platform.close());

const AT = '2026-03-01T12:00:00Z';
const message = (message_id: unknown, generated_message: string): IDataObject => ({
	message_id: message_id as string,
	agent_id: 'agent 1',
	generated_message,
	created_at: AT,
});
const said = (host: PollHost) =>
	host.database.items.map(({ generated_message }) => generated_message);

const HALF = '\ud800';
const UNUSABLE: Array<[string, unknown]> = [
	['missing', undefined],
	['null', null],
	['empty', ''],
	['a blank', ' '],
	['a dot', '.'],
	['two dots', '..'],
	['an object', { a: 1 }],
	['an object that cannot become a text', { toString: 1 }],
	['a list', ['x']],
	['a number', 42],
	['a boolean', true],
	['half of a surrogate pair', HALF],
	['of 100,000 characters', 'x'.repeat(100_000)],
	['what stands for a missing ID', 'no ID: x 1'],
];

it.each(UNUSABLE)(
	'hands a message over once, with a warning, whose ID is %s, and consumes the others',
	async (_what, id) => {
		platform.lists.set('Luna', [message('a', 'one'), message(id, 'odd'), message('b', 'two')]);
		const host = platform.host({ agentIds: ['Luna'] });
		for (let poll = 0; poll < 3; poll++) await host.poll();
		expect(said(host)).toEqual(['one', 'odd', 'two']);
		expect(platform.lists.get('Luna')).toHaveLength(1);
		expect(host.errors).toEqual([]);
		expect(host.warnings).toEqual([
			expect.stringMatching(
				/^Sonzai Notification Trigger handed over 1 message of agent "Luna" that cannot be marked as consumed, and will not be handed over again: message_id .* of 2026-03-01T12:00:00Z$/,
			),
		]);
		expect(host.warnings[0]!.length).toBeLessThan(400);
		expect(platform.requests.filter((request) => request.startsWith('POST'))).toEqual([
			'POST /api/v1/agents/Luna/notifications/a/consume',
			'POST /api/v1/agents/Luna/notifications/b/consume',
		]);

		platform.lists.get('Luna')!.push(message('c', 'three'));
		await platform.host({ agentIds: ['Luna'] }, host.database).activate();
		expect(said(host)).toEqual(['one', 'odd', 'two', 'three']);
	},
);

it('hands over each of several messages without an ID, equal ones too', async () => {
	const none = [message(undefined, 'same'), message(undefined, 'same'), message(null, 'other')];
	platform.lists.set('Luna', none);
	platform.lists.set('Atlas', [{}, {}]);
	platform.lists.set('Echo', [{}]);
	const host = platform.host({ agentIds: ['Luna', 'Atlas', 'Echo'] });
	await host.poll();
	none.push(message(undefined, 'same'));
	await host.poll();
	await host.poll();
	expect(host.database.executions.map(({ length }) => length)).toEqual([6, 1]);
	expect(said(host).filter((text) => text === 'same')).toHaveLength(3);
	expect(host.warnings).toHaveLength(4);
});

it('consumes a message that stands in two queues once, and counts it once', async () => {
	platform.lists.set('Luna', [message('a', 'one'), message(undefined, 'odd')]);
	platform.lists.set('agent 1', platform.lists.get('Luna')!);
	const host = platform.host({ agentIds: ['Luna', 'agent 1'] });
	await host.poll();
	await host.poll();
	expect(said(host)).toEqual(['one', 'odd']);
	expect(platform.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
	expect(host.warnings).toEqual([expect.stringContaining('handed over 1 message of')]);
});

it.each(['a/b', 'a b?c=d#e', '__proto__', 'constructor', '%2e%2e', '...', '✓'])(
	'consumes a message with the ID %s',
	async (id) => {
		platform.lists.set('Luna', [message(id, 'one')]);
		const host = platform.host({ agentIds: ['Luna'] });
		await host.poll();
		await host.poll();
		expect(platform.lists.get('Luna')).toEqual([]);
		expect(host.warnings).toEqual([]);
	},
);

it.each(['__proto__', 'constructor', 'toString'])('watches an agent named %s', async (agent) => {
	platform.lists.set(agent, [message('a', 'one')]);
	const host = platform.host({ agentIds: [agent], consume: 'never' });
	await host.poll();
	await platform.host({ agentIds: [agent], consume: 'never' }, host.database).activate();
	platform.lists.get(agent)!.push(message('b', 'two'));
	await host.poll();
	expect(said(host)).toEqual(['one', 'two']);
});

it('leaves out entries that are not messages, and says so', async () => {
	const entries = ['a text', 7, true, ['x'], null];
	platform.lists.set('Luna', [...entries, message('a', 'one')]);
	const host = platform.host({ agentIds: ['Luna'] });
	expect(await host.poll()).toBe('handed over');
	expect(await host.poll()).toBe('nothing');
	expect(said(host)).toEqual(['one']);
	expect(platform.lists.get('Luna')).toEqual(entries);
	expect(host.warnings).toHaveLength(2);
	expect(host.warnings[0]).toContain(
		'left out 5 entries in the list of agent "Luna" that are not messages: "a text", 7, true, ["x"], null',
	);
});

it.each([undefined, null, '', 'soon', 17, { toString: 1 }, '9999-99-99'])(
	'hands over a message whose time is %j',
	async (created_at) => {
		const odd = { ...message('odd', 'odd'), created_at } as IDataObject;
		platform.lists.set('Luna', [message('a', 'one'), odd]);
		const host = platform.host({ agentIds: ['Luna'] });
		await host.poll();
		await host.poll();
		expect(said(host)).toEqual(['odd', 'one']);
		expect(platform.lists.get('Luna')).toEqual([]);
		expect(host.warnings).toEqual([]);
	},
);

it('goes on consuming behind messages that Sonzai refuses to consume', async () => {
	const refused = Array.from({ length: 60 }, (_, index) => `refused ${index}`);
	for (const id of refused) platform.refused.add(id);
	platform.lists.set(
		'Luna',
		[...refused, 'a', 'b'].map((id) => message(id, id)),
	);
	const host = platform.host({ agentIds: ['Luna'] });
	await host.poll();
	await host.poll();
	expect(platform.lists.get('Luna')).toHaveLength(60);
	expect(host.warnings).toEqual([
		expect.stringContaining('left 60 messages for the next poll to mark as consumed'),
	]);
});

it('acknowledges what stands beside a notification that Sonzai refuses to acknowledge', async () => {
	const ids = Array.from({ length: 150 }, (_, index) => `id ${index}`);
	platform.refused.add('id 70');
	platform.lists.set(
		'project',
		ids.map((notification_id) => ({ notification_id, event_type: 'x', created_at: AT })),
	);
	const host = platform.host({ source: 'project', projectId: 'project' });
	await host.poll();
	await host.poll();
	expect(host.database.items).toHaveLength(150);
	expect(platform.lists.get('project')).toMatchObject([{ notification_id: 'id 70' }]);
	expect(host.warnings).toEqual([
		expect.stringContaining('left 1 message for the next poll to mark as consumed'),
	]);
});

it('warns when messages that cannot be consumed fill the list', async () => {
	platform.lists.set(
		'Luna',
		Array.from({ length: 500 }, (_, index) => message(null, `${index}`)),
	);
	const host = platform.host({ agentIds: ['Luna'] });
	await host.poll();
	await host.poll();
	expect(host.database.items).toHaveLength(500);
	expect(host.warnings.slice(1)).toEqual([
		expect.stringContaining('new ones stay unseen until some are consumed'),
		expect.stringContaining('new ones stay unseen until some are consumed'),
	]);
});

it('goes on when what n8n has kept is broken', async () => {
	platform.lists.set('Luna', [message('a', 'one')]);
	const database = new Database();
	database.staticData = {
		'node:Sonzai': {
			reported: 7,
			queues: {
				broken: { handedOver: 'x' },
				'["agent","..",null]': { handedOver: ['b', '..', 7] },
				'["agent","Luna",null]': { handedOver: null, since: {} },
				nothing: null,
				7: { handedOver: ['c'] },
			},
		},
	} as unknown as IDataObject;
	const host = platform.host({ agentIds: ['Luna'] }, database);
	await host.poll();
	await host.poll();
	expect(said(host)).toEqual(['one']);
	expect(platform.lists.get('Luna')).toEqual([]);
	expect(host.errors).toEqual([]);
});

it.each([
	['a list', '[]'],
	['no list', '{}'],
	['a list of another name', '{"messages": []}'],
	['an object in place of the list', '{"notifications": {}}'],
	['a text', '"none"'],
	['a problem', '{"title": "Oops", "status": 500}'],
	['nothing', ''],
])('takes %s for an error and not for an empty queue', async (_what, body) => {
	const server = await startRawServer((_request, response) => {
		response.statusCode = body === '' ? 204 : 200;
		response.setHeader('content-type', 'application/json');
		response.end(body);
	});
	try {
		const host = new PollHost({
			credentials: { apiKey: 'sk', baseUrl: server.url },
			parameters: { agentIds: ['Luna'] },
		});
		expect(await host.poll()).toBe('failed');
	} finally {
		await server.close();
	}
});

const id = fc.oneof(
	{ weight: 3, arbitrary: fc.uuid() },
	fc.string({ unit: 'binary', maxLength: 6 }),
	fc.constantFrom(...UNUSABLE.map(([, value]) => value)),
	fc.constantFrom('__proto__', 'constructor', 'a', 'b', '/', '%2F'),
	fc.jsonValue({ maxDepth: 1 }),
);

const entry = fc.oneof(
	{ weight: 5, arbitrary: fc.record({ id, text: fc.nat(), created_at: fc.jsonValue() }) },
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }).filter((value) => !isRecord(value)) },
);

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

it('loses no message, hands none over twice and never fails, whatever is listed', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.array(entry, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
			fc.constantFrom('afterHandOver', 'never'),
			async (arrivals, consume) => {
				platform.lists.clear();
				const host = platform.host({ agentIds: ['Luna', '__proto__'], consume });
				const usable = new Set<string>();
				let serial = 0;
				let others = 0;
				for (const [round, entries] of arrivals.entries()) {
					const agent = round % 2 === 0 ? 'Luna' : '__proto__';
					const list = platform.lists.get(agent) ?? [];
					for (const one of entries) {
						if (!isRecord(one)) {
							list.push(one);
							continue;
						}
						const isIdentified =
							typeof one.id === 'string' &&
							one.id.length <= 500 &&
							!/^\.{0,2}$|^\s+$|^no ID: |\p{Surrogate}/u.test(one.id);
						if (isIdentified && usable.has(one.id as string)) continue;
						if (isIdentified) usable.add(one.id as string);
						else others++;
						list.push({
							...message(one.id, `${serial++}`),
							created_at: one.created_at,
						});
					}
					platform.lists.set(agent, list);
					expect(await host.poll()).not.toBe('failed');
				}
				await host.poll();
				const items = host.database.items.map(({ generated_message }) => generated_message);
				expect(new Set(items).size).toBe(usable.size + others);
				expect(items).toHaveLength(usable.size + others);
				expect(host.errors).toEqual([]);
				const left = [...platform.lists.values()].flat().filter(isRecord);
				expect(left).toHaveLength(consume === 'never' ? usable.size + others : others);
				expect(JSON.stringify(host.database.staticData).length).toBeLessThan(
					500 + [...usable].join().length * 12 + (usable.size + others) * 120,
				);
			},
		),
		{ numRuns: 40 },
	);
}, 120_000);
