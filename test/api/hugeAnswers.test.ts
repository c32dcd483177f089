import { runNode } from '../../harness/engine/engine';
import { startRawServer } from '../support/rawServer';

const KEY = 'sk_0123456789abcdef';
const MANY = 10_000_000;

const run = async (status: number, body: unknown, headers: Record<string, string> = {}) => {
	const server = await startRawServer((_request, response) => {
		response.writeHead(status, { 'content-type': 'application/json', ...headers });
		response.end(JSON.stringify(body));
	});
	const { error } = await runNode(
		{
			resource: 'wakeup',
			operation: 'schedule',
			context: 'Ask',
			timing: 'delay',
			delay: 1,
			userId: 'ada',
			agentId: { __rl: true, mode: 'id', value: '8f14e45f-ceea-467f-a8b4-9d0c3a1f7b21' },
		},
		[{}],
		{ credentials: { apiKey: KEY, baseUrl: server.url } },
	);
	await server.close();
	return { message: error?.message ?? '', all: JSON.stringify(error), stack: error?.stack ?? '' };
};

it.each<[string, number, unknown]>([
	['a problem', 422, { detail: 'x'.repeat(MANY) }],
	['the error of an older route', 500, { error: 'x'.repeat(MANY) }],
	['the details of a problem', 422, { errors: [{ location: 'x'.repeat(MANY), message: 'y' }] }],
	['many details', 422, { errors: Array.from({ length: 200_000 }, () => ({ message: 'no' })) }],
	['a text', 200, 'x'.repeat(MANY)],
	['an error in a success', 200, { success: false, detail: 'x'.repeat(MANY) }],
	['a field of a success', 200, { wakeup_id: ['x'.repeat(MANY)] }],
])('cuts %s of 10 MB in a message', async (_what, status, body) => {
	const { message, all } = await run(status, body);
	expect(message.length).toBeGreaterThan(20);
	expect(message.length).toBeLessThan(2000);
	expect(all.length).toBeLessThan(20_000);
});

it('tells how long what it cuts was, and still what may have happened', async () => {
	const { message } = await run(500, { detail: 'x'.repeat(MANY) });
	expect(message).toMatch(/x… \(10,000,000 characters\)\. The wakeup may /);
});

it('tells how many details it leaves out', async () => {
	const errors = Array.from({ length: 12 }, (_, index) => ({ message: `wrong ${index}` }));
	const { message } = await run(422, { errors });
	expect(message).toContain('wrong 9; and 2 more');
	expect(message).not.toContain('wrong 10');
});

it('cuts the target of a redirect', async () => {
	const { message } = await run(
		307,
		{},
		{ location: `https://elsewhere.example/${'x'.repeat(9000)}` },
	);
	expect(message.length).toBeLessThan(500);
});

it.each([0, 480, 485, 490, 495, 500, 505])(
	'leaves no part of the API key where a cut falls at character %i or so',
	async (before) => {
		for (const body of [
			{ detail: 'y'.repeat(before) + KEY.repeat(50) },
			{ errors: [{ message: 'y'.repeat(before - 300 > 0 ? before - 300 : 0) + KEY.repeat(50) }] },
		]) {
			const { all, stack } = await run(422, body);
			expect(all + stack).not.toMatch(/sk_0|0123|abcdef/);
		}
	},
);

it('leaves no part of the API key where a success is none', async () => {
	for (const body of [
		'y'.repeat(190) + KEY.repeat(50),
		{ success: false, detail: 'y'.repeat(490) + KEY },
	]) {
		const { all, stack } = await run(200, body);
		expect(all + stack).not.toMatch(/sk_0|0123/);
	}
});
