import { createCredential } from '../../harness/n8n/credentials';
import { finishedExecution } from '../../harness/n8n/executions';
import { createWorkflow, runWorkflow } from '../../harness/n8n/workflows';
import { openStage, type Stage } from '../../harness/stage';
import { startRawServer, type RawServer } from '../support/rawServer';

const KEY = 'sk_that_must_not_leave';

let stage: Stage;
/** What a thief would see. */
let elsewhere: RawServer;
/** Sonzai's address, which leads there. */
let redirecting: RawServer;

beforeAll(async () => {
	stage = await openStage();
	elsewhere = await startRawServer((_request, response) => {
		response.setHeader('content-type', 'application/json').end('{"items":[]}');
	});
	redirecting = await startRawServer(({ url }, response) => {
		response.writeHead(307, { location: `${elsewhere.url}${url}` }).end();
	});
});

afterAll(async () => {
	await stage?.close();
	await Promise.all([elsewhere.close(), redirecting.close()]);
});

afterEach(() => expect(elsewhere.requests).toEqual([]));

/** Presses the button of the credential's window. */
const testCredential = async (baseUrl: string, apiKey = KEY) =>
	await stage.session.post<{ status: string; message: string }>('/credentials/test', {
		credentials: { id: '', name: 'Sonzai API', type: 'sonzaiApi', data: { apiKey, baseUrl } },
	});

it('tests a credential', async () => {
	const { url, apiKey } = stage.sandbox;
	expect(await testCredential(` ${url}/api/v1/ `, ` ${apiKey} `)).toEqual({
		status: 'OK',
		message: 'Connection successful!',
	});
});

it('tells a redirect, and sends the key to nobody else', async () => {
	expect(await testCredential(redirecting.url)).toEqual({
		status: 'Error',
		message: expect.stringContaining('This Base URL redirects elsewhere') as unknown,
	});
	expect(redirecting.requests).toHaveLength(1);
});

it('tells what else than an address the Base URL holds', async () => {
	const baseUrl = elsewhere.url.replace('//', '//me:secret@');
	expect(await testCredential(baseUrl)).toEqual({
		status: 'Error',
		message: expect.stringMatching(/holds more than an address(?!.*secret)/) as unknown,
	});
});

describe("n8n's HTTP Request node with the credential", () => {
	let serial = 0;
	const request = async (baseUrl: string, url: string, typeVersion: number) => {
		const credential = await createCredential(stage.session, 'Elsewhere', { apiKey: KEY, baseUrl });
		const workflow = await createWorkflow(stage.session, {
			id: `http-${++serial}`,
			name: `HTTP ${serial}`,
			nodes: [
				{
					id: 'start',
					name: 'Start',
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
				},
				{
					id: 'request',
					name: 'Request',
					type: 'n8n-nodes-base.httpRequest',
					typeVersion,
					position: [200, 0],
					parameters: {
						url,
						authentication: 'predefinedCredentialType',
						nodeCredentialType: 'sonzaiApi',
					},
					credentials: { sonzaiApi: credential },
				},
			],
			connections: { Start: { main: [[{ node: 'Request', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		});
		const id = await runWorkflow(stage.session, workflow.id, 'Start');
		return await finishedExecution(stage.session, id, 60_000);
	};

	it.each([4.1, 4.4])('follows no redirect with the key (version %f)', async (version) => {
		const execution = await request(redirecting.url, `${redirecting.url}/api/v1/agents`, version);
		expect(execution?.status).toBe('error');
	});

	it('does not take the key to another server', async () => {
		const execution = await request(stage.sandbox.url, `${elsewhere.url}/`, 4.4);
		expect(execution?.error).toContain(`The Sonzai API key is sent to ${stage.sandbox.url} only`);
	});

	it('reaches Sonzai itself', async () => {
		const { url } = stage.sandbox;
		const execution = await request(url, `${url}/api/v1/agents`, 4.4);
		// The key is a wrong one; it has arrived.
		expect(execution?.error).toMatch(/401|Authorization failed/);
	});
});
