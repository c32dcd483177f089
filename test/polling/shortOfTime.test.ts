import { PollHost } from '../../harness/engine/pollHost';
import { startRawServer, type RawServer } from '../support/rawServer';

const BUDGET_MS = 60_000;

let server: RawServer;
/** How far each answer puts the clock ahead. */
let answerMs = 0;
let log: unknown[][] = [];

beforeEach(async () => {
	const now = Date.now.bind(Date);
	let ahead = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
	server = await startRawServer((request, response) => {
		ahead += answerMs;
		const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
		const agent = pathname.split('/')[4];
		const page = Number(searchParams.get('cursor') ?? 0);
		const body = pathname.endsWith('/attempts')
			? { attempts: log[page], has_more: page + 1 < log.length, next_cursor: `${page + 1}` }
			: { notifications: [{ message_id: agent, created_at: '2026-03-01T12:00:00Z' }] };
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(body));
	});
});

afterEach(async () => {
	jest.restoreAllMocks();
	await server.close();
});

function watching(parameters: object): PollHost {
	return new PollHost({
		credentials: { apiKey: 'sk', baseUrl: server.url },
		parameters: { consume: 'never', ...parameters } as never,
		budgetMs: BUDGET_MS,
	});
}

it('hands over what it saw in time, and begins with the rest at the next poll', async () => {
	const agents = Array.from({ length: 100 }, (_, index) => `agent-${index}`);
	answerMs = 1_000;
	const host = watching({ agentIds: agents });
	const ended: string[] = [];
	while (host.database.items.length < agents.length && ended.length < 10) {
		ended.push(await host.poll());
	}
	expect(new Set(ended)).toEqual(new Set(['handed over']));
	expect(ended.length).toBeGreaterThan(1);
	expect(host.database.items).toHaveLength(agents.length);
	expect(host.warnings[0]).toContain('Sonzai answered so slowly that the time of this poll');
});

it('hands over what it read of a log that takes too long, and says so', async () => {
	answerMs = 10_000;
	log = Array.from({ length: 20 }, (_, page) => [
		{
			attempt_id: `${page}`,
			attempt_number: 1,
			status: 'failed',
			created_at: '2026-03-01T12:00:00Z',
		},
	]);
	const host = watching({ source: 'failedDeliveries', eventTypes: ['x'] });
	expect(await host.poll()).toBe('handed over');
	expect(host.database.items.length).toBeLessThan(10);
	expect(host.warnings).toEqual([
		expect.stringContaining('cannot read all of the deliveries of "x"'),
	]);
});
