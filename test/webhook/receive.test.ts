import { gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';
import { request } from 'undici';
import { startSandbox, type Sandbox } from '../../sandbox';
import { sign } from '../../nodes/Sonzai/webhook/signature';
import { credentialsOf } from '../../harness/engine/engine';
import { platformOf } from '../../harness/platform';
import { startRawServer } from '../support/rawServer';
import { TriggerHost } from '../../harness/engine/triggerHost';
import { until } from '../support/until';
import { storedSecret } from '../support/webhook';

let sandbox: Sandbox;
let host: TriggerHost;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());

afterEach(async () => await host.stop());

async function listening(parameters: INodeParameters = {}): Promise<void> {
	sandbox.reset();
	host = new TriggerHost({ credentials: credentialsOf(sandbox) });
	await host.start();
	await host.publish({ events: ['agent.message'], ...parameters });
}

const secret = (event = 'agent.message') => storedSecret(host, event);

/** Delivers a body as the platform does, but for what a test changes. */
async function deliver(
	body: string | Buffer,
	change: {
		headers?: Record<string, string>;
		event?: string;
		mark?: string;
		signed?: Buffer;
		signedAgoMs?: number;
	} = {},
): Promise<{ status: number; text: string }> {
	const raw = Buffer.from(body);
	const url = new URL(host.productionUrl(change.event ?? 'agent.message'));
	if (change.mark !== undefined) url.searchParams.set('copy', change.mark);
	const response = await request(url, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'sonzai-signature': sign(
				change.signed ?? raw,
				secret(),
				new Date(Date.now() - (change.signedAgoMs ?? 0)),
			),
			...change.headers,
		},
		body: raw,
	});
	return { status: response.statusCode, text: await response.body.text() };
}

const items = () => host.started.map(({ json }) => json);

describe('a delivery', () => {
	it.each([
		['an object', { agent_id: 'a' }, { event_type: 'agent.message', agent_id: 'a' }],
		['one that tells its type', { event_type: 'x' }, { event_type: 'x' }],
		['one with an unreadable type', { event_type: 5 }, { event_type: 'agent.message' }],
		['a list', [1, 2], { event_type: 'agent.message', payload: [1, 2] }],
		['null', null, { event_type: 'agent.message', payload: null }],
		['a text', 'héllo ✓', { event_type: 'agent.message', payload: 'héllo ✓' }],
		['a number', 0, { event_type: 'agent.message', payload: 0 }],
	])('of %s becomes an item', async (_case, payload, item) => {
		await listening();
		expect(await deliver(JSON.stringify(payload))).toMatchObject({ status: 200 });
		expect(items()).toEqual([item]);
	});

	it('that is compressed is verified as it was before', async () => {
		await listening();
		const body = Buffer.from('{"n":1}');
		const { status } = await deliver(gzipSync(body), {
			signed: body,
			headers: { 'content-encoding': 'gzip' },
		});
		expect(status).toBe(200);
		expect(items()).toEqual([{ event_type: 'agent.message', n: 1 }]);
	});

	it('with a byte order mark in front is read, as n8n itself does', async () => {
		await listening();
		expect((await deliver('\uFEFF{"n":1}')).status).toBe(200);
		expect(items()).toEqual([{ event_type: 'agent.message', n: 1 }]);
	});

	it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
		'of a custom event named %s is one like any other',
		async (event) => {
			await listening({ options: { customEvents: event } });
			await sandbox.emit({ event_type: event, payload: { n: 1 } });
			expect(items()).toEqual([{ event_type: event, n: 1 }]);
			expect(await host.checkExists(host.published ?? {})).toBe(true);
		},
	);

	it('of several megabytes arrives whole', async () => {
		await listening();
		const text = 'ü'.repeat(2_000_000);
		expect(await deliver(JSON.stringify({ text }))).toMatchObject({ status: 200 });
		expect(items()[0]?.text).toBe(text);
	});

	it('leaves nothing of its headers in the item', async () => {
		await listening();
		await sandbox.emit({ event_type: 'agent.message', payload: { n: 1 } });
		expect(JSON.stringify(host.started)).not.toMatch(/bearer|signature|whsec/i);
	});
});

describe('refuses with no execution', () => {
	it.each([
		['an event it holds no secret for', '{}', { event: 'agent.wakeup' }, 401],
		['an unsigned one', '{}', { headers: { 'sonzai-signature': '' } }, 401],
		['an altered one', '{"n":2}', { signed: Buffer.from('{"n":1}') }, 401],
		['a stale one', '{}', { signedAgoMs: 310_000 }, 401],
		['one from the future', '{}', { signedAgoMs: -310_000 }, 401],
		['one that is not JSON', 'plain', { headers: { 'content-type': 'text/plain' } }, 422],
		['an empty one', '', {}, 422],
	])('%s', async (_case, body, change, status) => {
		await listening();
		const answer = await deliver(body, change);
		expect(answer.status).toBe(status);
		expect(answer.text).not.toContain(secret());
		expect(items()).toEqual([]);
	});

	it('everything when it holds no secret', async () => {
		await listening();
		const header = sign(Buffer.from('{}'), secret(), new Date());
		host.staticData = {};
		await host.crash();
		await host.start();
		const { statusCode } = await request(host.productionUrl('agent.message'), {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'sonzai-signature': header },
			body: '{}',
		});
		expect(statusCode).toBe(401);
		expect(items()).toEqual([]);
	});

	it('what is signed longer ago than the tolerance set', async () => {
		await listening({ options: { toleranceSeconds: 10 } });
		expect((await deliver('{}', { signedAgoMs: 12_000 })).status).toBe(401);
	});
});

describe('sends no copy', () => {
	const messages: INodeParameters = { events: ['agent.message'] };

	/** The mark that lets a copy of each delivery go to the test that listens. */
	async function mark(): Promise<string> {
		const registered = (await platformOf(sandbox).urls())['agent.message'] as string;
		return new URL(registered).searchParams.get('copy') as string;
	}

	it.each([
		['a made-up proof', (_proof: string, url: string) => `${'A'.repeat(43)} ${url}`],
		['the proof of another URL', (proof: string, url: string) => `${proof} ${url}`],
	])('to a URL with %s', async (_case, forge) => {
		const elsewhere = await startRawServer((_request, response) => response.end());
		await listening();
		await host.listen(messages);
		const right = await mark();
		const [proof = ''] = right.split(' ');
		await deliver('{"n":1}', { mark: forge(proof, `${elsewhere.url}/`) });
		await deliver('{"n":2}', { mark: right });
		await until(() => host.started.some(({ mode }) => mode === 'test'));
		await elsewhere.close();
		expect(elsewhere.requests).toEqual([]);
	});

	it('to where the test URL redirects', async () => {
		const elsewhere = await startRawServer((_request, response) => response.end());
		await listening();
		await host.listen(messages);
		const right = await mark();
		host.redirects.push(elsewhere.url);
		await deliver('{"n":1}', { mark: right });
		await until(() => host.redirects.length === 0);
		await deliver('{"n":2}', { mark: right });
		await until(() => host.started.some(({ mode }) => mode === 'test'));
		await elsewhere.close();
		expect(elsewhere.requests).toEqual([]);
	});
});

const AGENT = '8f14e45f-ceea-467f-a8b4-9d0c3a1f7b21';

describe('filters', () => {
	it.each([
		['agentIds', AGENT, { agent_id: AGENT }],
		['agentIds', AGENT, { data: { agent_id: AGENT } }],
		['agentIds', AGENT, { wakeup: { agent_id: AGENT } }],
		['agentIds', AGENT.toUpperCase(), { agent_id: AGENT }],
		['agentIds', AGENT, { agent_id: AGENT.toUpperCase() }],
		['agentIds', `https://app.sonz.ai/agents/${AGENT.toUpperCase()}?tab=1`, { agent_id: AGENT }],
		['userIds', 'a', { user_id: 'a' }],
		['userIds', 'a', { data: { user_id: 'a' } }],
		['userIds', 'a', { wakeup: { user_id: 'a' } }],
		['userIds', '5', { user_id: 5 }],
		['userIds', AGENT.toUpperCase(), { user_id: AGENT }],
		['userIds', '  a\n', { user_id: 'a' }],
	])('by %s %s find the ID in %j', async (filter, value, payload) => {
		const other = '00000000-0000-4000-8000-000000000000';
		await listening({ filters: { [filter]: `${other}, ${value}` } });
		expect((await deliver(JSON.stringify(payload))).status).toBe(200);
		expect(items()).toHaveLength(1);
	});

	it.each(['agentIds', 'userIds'])(
		'by %s that come to nothing let nothing be published',
		async (filter) => {
			await expect(listening({ filters: { [filter]: '={{ "" }}' } })).rejects.toThrow(
				/^The filter '(Agent|User) IDs' is empty/,
			);
		},
	);

	it.each(['Luna', 'https://app.sonz.ai/agents/Luna', `${AGENT}0`])(
		'by the agent %s let nothing be published, and name the way out',
		async (value) => {
			await expect(listening({ filters: { agentIds: `${AGENT}, ${value}` } })).rejects.toThrow(
				/^The filter 'Agent IDs' holds ".*", which is not the ID of an agent\. .*Agent > Get Many/,
			);
			expect(await platformOf(sandbox).urls()).toEqual({});
		},
	);

	it('do not keep a workflow from being unpublished', async () => {
		await listening();
		host.published = { ...host.published, filters: { agentIds: 'Luna' } };
		await host.unpublish();
		expect(await platformOf(sandbox).urls()).toEqual({});
	});

	it.each([
		[{ agent_id: 'b' }],
		[{ agent_id: { toString: 1 } }],
		[{ agent_id: [AGENT] }],
		[{ agent_id: null, data: 'a', wakeup: null }],
		[{}],
		[[]],
		[null],
		['a'],
	])('accept %j without an execution', async (payload) => {
		await listening({ filters: { agentIds: [AGENT] } });
		expect((await deliver(JSON.stringify(payload))).status).toBe(200);
		expect(items()).toEqual([]);
		expect(host.failures).toEqual([]);
	});
});
