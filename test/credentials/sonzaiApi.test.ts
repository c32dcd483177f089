import { startSandbox, type Sandbox } from '../../sandbox';
import { testCredential } from '../../harness/engine/credentialTest';
import { startDrippingServer } from '../support/drip';
import { ownTimeLimits } from '../support/timeLimits';
import { startRawServer, UNREACHABLE_URL } from '../support/rawServer';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(async () => {
	await sandbox.close();
	expect(sandbox.violations()).toEqual([]);
});

const test = async (more: { apiKey?: string; baseUrl?: string } = {}) =>
	await testCredential({ apiKey: sandbox.apiKey, baseUrl: sandbox.url, ...more });

const NO_API = 'There is no Sonzai API at this Base URL. The usual one is https://api.sonz.ai.';

it('asks for one agent', async () => {
	expect(await test()).toEqual({ status: 'OK', message: 'Connection successful!' });
	expect(sandbox.requests()).toMatchObject([
		{ method: 'GET', path: '/api/v1/agents', query: { page_size: '1' }, status: 200 },
	]);
});

it('is passed by a key whose project has no agents', async () => {
	sandbox.faults.add({ body: { items: null, has_more: false, total_count: 0 } });
	expect(await test()).toMatchObject({ status: 'OK' });
});

it.each(['/', '/api/v1', '/api/v1/', ' '])('tolerates "%s" behind the base URL', async (end) => {
	expect(await test({ baseUrl: sandbox.url + end })).toMatchObject({ status: 'OK' });
});

it('tolerates spaces around the key', async () => {
	expect(await test({ apiKey: ` ${sandbox.apiKey} ` })).toMatchObject({ status: 'OK' });
});

it('tells a wrong key', async () => {
	expect(await test({ apiKey: 'sk_wrong' })).toEqual({
		status: 'Error',
		message: 'Sonzai does not accept this API key. Copy it again from the Sonzai dashboard.',
	});
});

it('tells a key that may not list agents', async () => {
	sandbox.faults.add({ status: 403 });
	expect(await test()).toEqual({
		status: 'Error',
		message: 'This API key is valid, but may not list agents. Use a key of the project.',
	});
});

it('tells an unreachable server from a wrong key', async () => {
	expect(await test({ baseUrl: UNREACHABLE_URL })).toEqual({
		status: 'Error',
		message: 'ECONNREFUSED',
	});
});

it.each([
	['a web page', 200, 'text/html', '<html>Welcome</html>'],
	['another service', 200, 'application/json', '{"hello":"world"}'],
	['nothing under this address', 404, 'text/html', 'Not found'],
])('tells %s from a Sonzai API', async (_what, status, type, body) => {
	const server = await startRawServer((_request, response) => {
		response.writeHead(status, { 'content-type': type }).end(body);
	});
	expect(await test({ baseUrl: server.url })).toEqual({ status: 'Error', message: NO_API });
	await server.close();
});

describe.each([301, 302, 303, 307, 308])('a redirect (HTTP %i)', (status) => {
	it.each(['another server', 'the same server'])(
		'to %s is told, and nothing is sent there',
		async (where) => {
			const other = await startRawServer((_request, response) => {
				response.setHeader('content-type', 'application/json').end('{"items":[]}');
			});
			const server = await startRawServer(({ url }, response) => {
				const location = where === 'the same server' ? '/moved' : `${other.url}${url}`;
				response.writeHead(url === '/moved' ? 200 : status, { location }).end('{"items":[]}');
			});
			expect(await test({ baseUrl: server.url })).toEqual({
				status: 'Error',
				message:
					'This Base URL redirects elsewhere, and the API key is not sent there. Enter the address of the Sonzai API itself; the usual one is https://api.sonz.ai.',
			});
			expect([server.requests.length, other.requests]).toEqual([1, []]);
			await Promise.all([server.close(), other.close()]);
		},
	);
});

it.each([
	['no address', 'sonzai', "'Base URL' of the Sonzai API credential is not a web address"],
	[
		'a password',
		'http://me:secret@127.0.0.1:1',
		"'Base URL' of the Sonzai API credential holds more",
	],
	['a query', 'http://127.0.0.1:1/?key=1', "'Base URL' of the Sonzai API credential holds more"],
	['a fragment', 'http://127.0.0.1:1/#top', "'Base URL' of the Sonzai API credential holds more"],
])('tells %s in the Base URL, and sends nothing', async (_what, baseUrl, message) => {
	expect(await test({ baseUrl })).toEqual({
		status: 'Error',
		message: expect.stringContaining(message) as unknown,
	});
});

it('ends when the answer never does', async () => {
	const limits = ownTimeLimits();
	const server = await startDrippingServer('body', () => limits.pass());
	expect(await test({ baseUrl: server.url })).toEqual({ status: 'Error', message: 'ERR_CANCELED' });
	expect(limits.set).toEqual([10_000]);
	jest.restoreAllMocks();
	await server.close();
});
