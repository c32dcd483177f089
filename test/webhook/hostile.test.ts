import { gzipSync } from 'node:zlib';
import { connect } from 'node:net';
import { request } from 'undici';
import { sign } from '../../nodes/Sonzai/webhook/signature';
import { until } from '../support/until';
import { message, storedSecret, useTrigger } from '../support/webhook';

const on = useTrigger();

const FORGED = `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`;

interface Sent {
	readonly body?: string | Buffer;
	readonly headers?: Record<string, string>;
	readonly event?: string;
}

async function send({ body = '{}', headers = {}, event = 'agent.message' }: Sent): Promise<number> {
	const response = await request(on.host.productionUrl(encodeURIComponent(event)), {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});
	await response.body.dump();
	return response.statusCode;
}

/** Delivers what Sonzai has signed. */
async function deliver(sent: Sent = {}): Promise<number> {
	const body = sent.body ?? '{}';
	const signature = sign(Buffer.from(body), storedSecret(on.host, 'agent.message'), new Date());
	return await send({ ...sent, headers: { 'sonzai-signature': signature, ...sent.headers } });
}

/** Nothing has left `webhook()` but an answer, and nothing was written. */
async function unharmed(task: () => Promise<void>): Promise<void> {
	const before = on.host.staticData;
	await task();
	await on.host.idle();
	expect(on.host.failures).toEqual([]);
	expect(on.host.started).toEqual([]);
	// What n8n saves is another object, even when it is the same.
	expect(on.host.staticData).toBe(before);
}

const multipart = (part: string) => `--x\r\n${part}\r\n\r\n{}\r\n--x--\r\n`;
const MULTIPART = { 'content-type': 'multipart/form-data; boundary=x' };
const BINARY = { 'content-type': 'application/octet-stream' };
const SIGNED = { 'sonzai-signature': FORGED };

describe('a request of a stranger is refused and changes nothing', () => {
	beforeEach(async () => await on.host.publish(message));

	it.each<[string, Sent, number]>([
		['without a signature', {}, 401],
		['multipart', { headers: MULTIPART, body: multipart('Content-Disposition: form-data') }, 401],
		[
			'multipart, with a signature',
			{
				headers: { ...MULTIPART, ...SIGNED },
				body: multipart('Content-Disposition: form-data; name="a"; filename="b"'),
			},
			415,
		],
		['broken gzip', { headers: { ...BINARY, 'content-encoding': 'gzip' }, body: 'no gzip' }, 401],
		[
			'broken gzip, with a signature',
			{ headers: { ...BINARY, ...SIGNED, 'content-encoding': 'gzip' }, body: 'no gzip' },
			400,
		],
		[
			'gzip that is cut off',
			{
				headers: { ...BINARY, ...SIGNED, 'content-encoding': 'gzip' },
				body: gzipSync('{"a":1}').subarray(0, 15),
			},
			400,
		],
		[
			'longer than n8n takes',
			{ headers: { ...BINARY, ...SIGNED }, body: Buffer.alloc(16 * 1024 * 1024 + 1) },
			413,
		],
		[
			'longer than n8n takes once decompressed',
			{
				headers: { ...BINARY, ...SIGNED, 'content-encoding': 'gzip' },
				body: gzipSync(Buffer.alloc(17 * 1024 * 1024)),
			},
			413,
		],
		['without a type', { headers: { ...SIGNED, 'content-type': '' }, body: 'a' }, 401],
		['for no event', { headers: SIGNED, event: '' }, 401],
		...['constructor', 'toString', '__proto__', 'hasOwnProperty'].map(
			(event): [string, Sent, number] => [
				`for the event ${event}`,
				{ headers: SIGNED, event },
				401,
			],
		),
	])('%s', async (_case, sent, status) => {
		await unharmed(async () => {
			expect(await send(sent)).toBe(status);
		});
	});

	it('before its body has come', async () => {
		await unharmed(async () => {
			const { hostname, port, pathname, search } = new URL(on.host.productionUrl('agent.message'));
			const socket = connect(Number(port), hostname);
			socket.write(
				`POST ${pathname}${search} HTTP/1.1\r\nHost: n8n\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\n`,
			);
			const answer = await new Promise<string>((resolve) => {
				socket.once('data', (data) => resolve(data.toString()));
			});
			expect(answer).toMatch(/^HTTP\/1\.1 401 /);
			socket.destroy();
		});
	});

	it.each(['identity', 'gzip'])('that breaks off (%s)', async (encoding) => {
		await unharmed(async () => {
			const { hostname, port, pathname, search } = new URL(on.host.productionUrl('agent.message'));
			const socket = connect(Number(port), hostname);
			socket.write(
				`POST ${pathname}${search} HTTP/1.1\r\nHost: n8n\r\nSonzai-Signature: ${FORGED}\r\nContent-Encoding: ${encoding}\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\n`,
			);
			socket.write(gzipSync('{}').subarray(0, 10));
			await until(() => on.host.isServing);
			socket.destroy();
			await on.host.idle();
		});
	});

	it('while nothing is stored yet', async () => {
		await on.host.crash();
		on.host.staticData = {};
		await on.host.start();
		await unharmed(async () => {
			expect(await send({ headers: SIGNED })).toBe(401);
			expect(await send({})).toBe(401);
		});
	});

	it('while its filters, its options or its events cannot be read', async () => {
		const broken = '={{ nothing.like.this() }}';
		for (const parameters of [
			{ filters: { userIds: '={{ "" }}' } },
			{ filters: { agentIds: broken } },
			{ options: { toleranceSeconds: broken } },
			{ events: broken },
		]) {
			on.host.published = { ...message, ...parameters };
			await unharmed(async () => {
				expect(await send({})).toBe(401);
				expect(await send({ headers: SIGNED })).toBe(401);
			});
		}
	});

	it('while the credential cannot be read', async () => {
		on.host.credentialsFailure = new Error('The credential could not be decrypted');
		await unharmed(async () => {
			expect(await send({ headers: SIGNED })).toBe(401);
			// Whether it comes from the own registration cannot be said.
			expect(await send({ headers: { ...SIGNED, authorization: 'Bearer guess' } })).toBe(503);
		});
	});
});

describe('an authentic event that cannot be judged is asked for again', () => {
	beforeEach(async () => await on.host.publish(message));

	it.each([
		['a filter comes to nothing', { filters: { userIds: '={{ "" }}' } }],
		['a filter holds a name', { filters: { agentIds: 'Luna' } }],
		['an expression fails', { filters: { agentIds: '={{ nothing.like.this() }}' } }],
		['an option is no number', { options: { toleranceSeconds: 'soon' } }],
		['a tolerance would let nothing through', { options: { toleranceSeconds: 0 } }],
		['no event is chosen', { events: '={{ [] }}' }],
		['the project is not named', { scope: 'project', projectId: '={{ "" }}' }],
	])('while %s, and then starts the workflow', async (_case, parameters) => {
		on.host.published = { ...message, ...parameters };
		await unharmed(async () => {
			expect([await deliver(), await deliver()]).toEqual([503, 503]);
		});
		const said = on.host.logged.filter(({ level }) => level === 'error');
		expect(said).toHaveLength(1);
		expect(said[0]?.message).toMatch(/cannot judge what it receives, and asks for it again/);

		on.host.published = message;
		expect(await deliver()).toBe(200);
		expect(on.host.started).toHaveLength(1);
	});

	it('unless the credential cannot be read, which an accepted one does not need', async () => {
		on.host.credentialsFailure = new Error('The credential could not be decrypted');
		expect(await deliver()).toBe(200);
	});

	it('as multipart it can not be verified', async () => {
		await unharmed(async () => {
			expect(await deliver({ headers: MULTIPART, body: multipart('a: b') })).toBe(415);
		});
	});

	it('under a type that n8n leaves alone it is accepted', async () => {
		const body = '{"n":1}';
		expect(await deliver({ body, headers: BINARY })).toBe(200);
		expect(on.host.started).toMatchObject([{ json: { n: 1 } }]);
	});
});
