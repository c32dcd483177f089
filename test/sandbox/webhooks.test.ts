import { createHmac } from 'node:crypto';
import { startSandbox, type Sandbox } from '../../sandbox/index';
import {
	anyText,
	client,
	HOUR,
	receiver,
	type Call,
	type Received,
	type Receiver,
} from '../support/sandbox';

const RETRY_DELAYS_MS = [1_000, 60_000];
const EVENT = 'agent.message';
const PAYLOAD = { event_type: EVENT, agent_id: 'a', data: { text: 'Grüße' } };

let sandbox: Sandbox;
let call: Call;
let hook: Receiver;
beforeAll(async () => {
	sandbox = await startSandbox({
		retryDelaysMs: RETRY_DELAYS_MS,
		// Long enough for receivers that answer on a busy machine.
		deliveryTimeoutMs: 2_000,
		rotationGraceMs: HOUR,
	});
	call = client(sandbox);
});
beforeEach(async () => {
	sandbox.reset();
	sandbox.clock.pause();
	hook = await receiver();
});
afterEach(() => hook.close());
afterAll(async () => {
	expect(sandbox.violations()).toEqual([]);
	await sandbox.close();
});

async function register(webhook_url: string, more: object = {}): Promise<string> {
	const { body } = await call('PUT', `/webhooks/${EVENT}`, { webhook_url, ...more });
	return body.signing_secret;
}

const emit = () => sandbox.emit({ event_type: EVENT, payload: PAYLOAD });

const attempts = async (query = '') =>
	(await call('GET', `/webhooks/${EVENT}/attempts${query}`)).body;

/** Which of the secrets a delivery is signed with, worked out as a receiver would. */
function signers({ headers, body }: Received, secrets: string[]): string[] {
	const [time, ...signatures] = String(headers['sonzai-signature']).split(',');
	const timestamp = time!.replace('t=', '');
	expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(5);
	expect(signatures.every((signature) => /^v1=[0-9a-f]{64}$/.test(signature))).toBe(true);
	return secrets.filter((secret) => {
		const hmac = createHmac('sha256', secret.slice('whsec_'.length));
		return signatures.includes(`v1=${hmac.update(`${timestamp}.${body}`).digest('hex')}`);
	});
}

describe('registering', () => {
	it('gives a secret the first time only', async () => {
		const first = await call('PUT', `/webhooks/${EVENT}`, { webhook_url: hook.url });
		expect(first.body).toMatchObject({
			success: true,
			signing_secret: expect.stringMatching(/^whsec_/) as string,
		});
		const again = await call('PUT', `/webhooks/${EVENT}`, { webhook_url: `${hook.url}/2` });
		expect(again.body).not.toHaveProperty('signing_secret');
	});

	it('keeps the secret when it changes the URL and the authorization', async () => {
		const secret = await register(hook.url, { auth_header: 'Bearer old' });
		await register(`${hook.url}/2`, { auth_header: 'Bearer new' });
		await emit();
		const [delivery] = hook.received;
		expect(delivery!.url).toBe('/hook/2');
		expect(delivery!.headers.authorization).toBe('Bearer new');
		expect(signers(delivery!, [secret])).toEqual([secret]);
	});

	it('is a first registration again after deleting', async () => {
		const secret = await register(hook.url);
		expect((await call('DELETE', `/webhooks/${EVENT}`)).status).toBe(204);
		const next = await register(hook.url);
		expect(next).toMatch(/^whsec_/);
		expect(next).not.toBe(secret);
	});

	it('shares one registry between the tenant and its project', async () => {
		const project = `/projects/${sandbox.projectId}/webhooks`;
		expect((await call('GET', '/webhooks')).body.webhooks).toBeNull();
		await call('PUT', `${project}/${EVENT}`, { webhook_url: hook.url });
		const listed = (await call('GET', '/webhooks')).body.webhooks;
		expect(listed).toEqual([
			{
				project_id: sandbox.projectId,
				event_type: EVENT,
				webhook_url: hook.url,
				is_active: true,
				created_at: anyText,
				updated_at: anyText,
			},
		]);
		expect((await call('GET', project)).body.webhooks).toEqual(listed);
		expect((await call('DELETE', `${project}/${EVENT}`)).status).toBe(204);
		expect((await call('GET', '/webhooks')).body.webhooks).toBeNull();
	});

	it('refuses a URL that is not one with 422', async () => {
		const answer = await call('PUT', `/webhooks/${EVENT}`, { webhook_url: 'ftp://example.com' });
		expect(answer).toMatchObject({
			status: 422,
			body: { errors: [{ location: 'body.webhook_url' }] },
		});
	});

	it.each([
		['GET', '/attempts'],
		['POST', '/rotate-secret'],
		['DELETE', ''],
	])('has to come before %s …%s', async (method, path) => {
		expect((await call(method, `/webhooks/never.registered${path}`)).status).toBe(404);
	});
});

describe('a delivery', () => {
	it('carries the payload as it is, a signature, and the authorization', async () => {
		const secret = await register(`${hook.url}?key=1`, { auth_header: 'Token abc' });
		await emit();
		expect(hook.received).toHaveLength(1);
		const [{ headers, body, url }] = hook.received as [Received];
		expect(url).toBe('/hook?key=1');
		expect(JSON.parse(body)).toEqual(PAYLOAD);
		expect(headers).toMatchObject({
			'content-type': 'application/json',
			authorization: 'Token abc',
		});
		expect(signers(hook.received[0]!, [secret])).toEqual([secret]);
	});

	it('goes without an authorization when none is registered', async () => {
		await register(hook.url);
		await emit();
		expect(hook.received[0]!.headers).not.toHaveProperty('authorization');
	});

	it('is signed with both secrets while a rotation is young, then with the new one', async () => {
		const old = await register(hook.url);
		const rotated = await call('POST', `/webhooks/${EVENT}/rotate-secret`);
		const secret = rotated.body.signing_secret;
		await emit();
		await sandbox.clock.advance(HOUR + 1);
		await emit();
		expect(hook.received.map((delivery) => signers(delivery, [old, secret]))).toEqual([
			[old, secret],
			[secret],
		]);
	});

	it('reaches nobody when its event type is not registered', async () => {
		await emit();
		expect(sandbox.deliveries()).toEqual([]);
	});
});

describe('a delivery that fails', () => {
	it('is tried again after growing pauses, signed anew, until it is taken', async () => {
		await register(hook.url);
		hook.answerWith(503, 302);
		await emit();
		await sandbox.clock.advance(999);
		expect(hook.received).toHaveLength(1);
		await sandbox.clock.advance(1);
		expect(hook.received).toHaveLength(2);
		await sandbox.clock.advance(60_000);
		expect(hook.received.map(({ url }) => url)).toEqual(['/hook', '/hook', '/hook']);
		await sandbox.clock.advance(HOUR);
		expect(hook.received).toHaveLength(3);
		expect(
			sandbox
				.deliveries()
				.map(({ status, response_code, attempt_number }) => [
					attempt_number,
					response_code,
					status,
				]),
		).toEqual([
			[1, 503, 'retrying'],
			[2, 302, 'retrying'],
			[3, 200, 'success'],
		]);
	});

	it('is given up after the last attempt', async () => {
		await register(hook.url);
		hook.answerWith(500, 500, 500);
		await emit();
		await sandbox.clock.advance(HOUR);
		expect(hook.received).toHaveLength(3);
		expect(sandbox.deliveries().at(-1)).toMatchObject({ status: 'failed', attempt_number: 3 });
	});

	it('is cut off when the receiver takes too long, without an answer on record', async () => {
		await register(hook.url);
		hook.hang();
		await emit();
		const [attempt] = sandbox.deliveries();
		expect(attempt).toMatchObject({
			response_code: 0,
			status: 'retrying',
			error_message: 'no answer within 2000 ms',
		});
		expect(attempt!.duration_ms).toBeGreaterThanOrEqual(1_995);
	});

	it('says so when nobody listens', async () => {
		await register('http://127.0.0.1:9/');
		await emit();
		expect(sandbox.deliveries()[0]).toMatchObject({
			response_code: 0,
			error_message: expect.stringContaining('ECONNREFUSED') as string,
		});
	});

	it('goes next to what is registered by then', async () => {
		await register(hook.url);
		hook.answerWith(500);
		await emit();
		await call('DELETE', `/webhooks/${EVENT}`);
		const secret = await register(`${hook.url}/moved`, { auth_header: 'Bearer new' });
		await sandbox.clock.advance(1_000);
		const [, retry] = hook.received as [Received, Received];
		expect(retry.url).toBe('/hook/moved');
		expect(retry.headers.authorization).toBe('Bearer new');
		expect(signers(retry, [secret])).toEqual([secret]);
	});

	it('is given up when the webhook was deleted meanwhile', async () => {
		await register(hook.url);
		hook.answerWith(500);
		await emit();
		await call('DELETE', `/webhooks/${EVENT}`);
		await sandbox.clock.advance(HOUR);
		await register(hook.url);
		await sandbox.clock.advance(HOUR);
		expect(hook.received).toHaveLength(1);
	});
});

describe('delivery attempts', () => {
	it('are listed newest first, in pages, with what was sent and answered', async () => {
		await register(hook.url);
		expect(await attempts()).toMatchObject({ attempts: null, has_more: false });
		for (let n = 0; n < 3; n++) await emit();
		const first = await attempts('?page_size=2');
		expect(first).toMatchObject({ has_more: true, attempts: [{}, {}] });
		const rest = await attempts(`?page_size=2&cursor=${first.next_cursor}`);
		expect(rest.has_more).toBe(false);
		const listed = [...(first.attempts ?? []), ...(rest.attempts ?? [])];
		const newestFirst = sandbox.deliveries().reverse();
		expect(listed.map(({ attempt_id }) => attempt_id)).toEqual(
			newestFirst.map(({ attempt_id }) => attempt_id),
		);
		expect(listed[0]).toMatchObject({
			project_id: sandbox.projectId,
			event_type: EVENT,
			webhook_url: hook.url,
			response_code: 200,
			response_body: 'thanks',
			attempt_number: 1,
			status: 'success',
		});
		const sent = Buffer.from(listed[0]!.request_body, 'base64').toString();
		expect(JSON.parse(sent)).toEqual(PAYLOAD);
	});

	it('are refused a cursor of another list', async () => {
		await register(hook.url);
		const { status, body } = await call('GET', `/webhooks/${EVENT}/attempts?cursor=abc`);
		expect(status).toBe(422);
		expect(body.errors).toMatchObject([{ location: 'query.cursor' }]);
	});
});
