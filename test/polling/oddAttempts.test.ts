import type { IDataObject } from 'n8n-workflow';
import { PollHost } from '../../harness/engine/pollHost';
import { startRawServer, type RawServer } from '../support/rawServer';

let server: RawServer;
/** The pages of every event type's log, the newest attempt first. */
let log: unknown[][];
let webhooks: unknown[];

beforeEach(async () => {
	log = [[]];
	webhooks = [];
	server = await startRawServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
		const page = Number(searchParams.get('cursor') ?? 0);
		const hasMore = page + 1 < log.length;
		const attempts = { attempts: log[page], has_more: hasMore, next_cursor: `${page + 1}` };
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(pathname.endsWith('/attempts') ? attempts : { webhooks }));
	});
});

afterEach(async () => await server.close());

function watching(parameters: IDataObject = { eventTypes: ['x'] }): PollHost {
	return new PollHost({
		credentials: { apiKey: 'sk', baseUrl: server.url },
		parameters: { source: 'failedDeliveries', ...parameters } as never,
	});
}

function attempt(number: number, more: object = {}): IDataObject {
	return {
		attempt_id: `attempt ${number}`,
		attempt_number: 1,
		request_body: Buffer.from(JSON.stringify({ number })).toString('base64'),
		response_code: 500,
		status: 'failed',
		created_at: new Date(Date.now() - number * 60_000).toISOString(),
		...more,
	};
}

const numbers = (host: PollHost) => host.database.items.map(({ number }) => number);

it.each<unknown>([undefined, null, '', {}, { toString: 1 }, 7])(
	'hands over each event once whose attempt has the ID %j',
	async (attempt_id) => {
		log = [[attempt(1, { attempt_id }), attempt(2, { attempt_id })]];
		const host = watching();
		await host.poll();
		await host.poll();
		log[0]!.unshift(attempt(0, { attempt_id }));
		await host.poll();
		expect(numbers(host)).toEqual([2, 1, 0]);
		expect(host.errors).toEqual([]);
	},
);

it('reads attempts whose fields are of another type, and leaves out what is not one', async () => {
	const odd = { toString: 1 };
	log = [['a text', attempt(2, { response_code: odd, status: odd, attempt_number: odd }), null, 7]];
	const host = watching();
	await host.poll();
	expect(numbers(host)).toEqual([2]);
	expect(host.warnings).toEqual([
		expect.stringContaining(
			'left out 3 entries in the list of the deliveries of "x" that are not messages: "a text", null, 7',
		),
	]);
});

it.each(['0001-01-01T00:00:00Z', '9000-01-01T00:00:00Z', 'soon', '', undefined, 7])(
	'misses nothing of the log beside an attempt with the time %j',
	async (created_at) => {
		log = [
			[...Array.from({ length: 20 }, (_, index) => attempt(index)), attempt(20, { created_at })],
			Array.from({ length: 20 }, (_, index) => attempt(21 + index)),
		];
		const host = watching();
		await host.poll();
		expect(host.database.items).toHaveLength(41);

		const now = { created_at: new Date() };
		const latest = Array.from({ length: 39 }, (_, index) => attempt(-40 + index, now));
		log.unshift([...latest.slice(0, 19), attempt(-1, { created_at })], latest.slice(19));
		await host.poll();
		await host.poll();
		expect(host.database.items).toHaveLength(81);
		expect(new Set(numbers(host)).size).toBe(81);
	},
);

it('watches the other webhooks when one has no event type', async () => {
	webhooks = [{ event_type: 'x' }, { event_type: null }, {}, 'text', { event_type: '..' }];
	log = [[attempt(1)]];
	const host = watching({});
	await host.poll();
	expect(numbers(host)).toEqual([1]);
	expect(host.errors.length).toBeGreaterThan(0);
	expect(host.errors[0]!.message).toContain('The other queues are watched');
	expect(server.requests.join()).not.toMatch(/undefined|null/);
});
