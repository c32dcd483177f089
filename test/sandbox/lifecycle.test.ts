import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index';
import { client, HOUR, receiver, send, WAKEUP } from '../support/sandbox';

const ROOT = join(__dirname, '../..');
const REMINDER = {
	cadence: { cron: '0 * * * *', timezone: 'UTC' },
	intent: 'Drink.',
	check_type: 'habit',
};

const running = new Set<Sandbox>();

/** Starts a sandbox that ends with the test, however that ends. */
async function start(options: SandboxOptions): Promise<Sandbox> {
	const sandbox = await startSandbox(options);
	running.add(sandbox);
	return sandbox;
}

async function stop(sandbox: Sandbox): Promise<void> {
	running.delete(sandbox);
	await sandbox.close();
}

let folder: string;
let dataFile: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
	dataFile = join(folder, 'data.json');
});
afterEach(async () => {
	await Promise.all([...running].map(stop));
	rmSync(folder, { recursive: true });
});

describe('a data file', () => {
	async function restart(sandbox: Sandbox): Promise<Sandbox> {
		await stop(sandbox);
		return start({ dataFile });
	}

	it('keeps all state, time included', async () => {
		const hook = await receiver();
		let sandbox = await start({ dataFile });
		await client(sandbox)('PUT', '/webhooks/on_wakeup_ready', { webhook_url: hook.url });
		await client(sandbox)('POST', '/agents/Luna/users/ada/schedules', REMINDER);
		await client(sandbox)('POST', '/agents/Luna/wakeups', { ...WAKEUP, delay_hours: 0 });
		await sandbox.clock.advance(48 * HOUR);
		const paths = [
			'/webhooks',
			'/agents/Luna/wakeups',
			'/agents/Luna/notifications',
			'/agents/Luna/users/ada/schedules',
			'/webhooks/on_wakeup_ready/attempts',
			`/projects/${sandbox.projectId}/notifications?limit=200`,
		];
		const state = async () => {
			const call = client(sandbox);
			const answers = await Promise.all(paths.map((path) => call('GET', path)));
			return answers.map(({ body }) => ({ ...body, $schema: '' }));
		};
		const before = await state();
		const time = sandbox.clock.now();

		sandbox = await restart(sandbox);
		expect(await state()).toEqual(before);
		expect(sandbox.clock.now().getTime()).toBeGreaterThanOrEqual(time.getTime());
		const again = await client(sandbox)('PUT', '/webhooks/on_wakeup_ready', {
			webhook_url: hook.url,
		});
		expect(again.body).not.toHaveProperty('signing_secret');
		await hook.close();
	});

	it('lets wakeups, schedules and unfinished deliveries go on', async () => {
		const hook = await receiver();
		hook.answerWith(500);
		let sandbox = await start({ dataFile });
		await client(sandbox)('PUT', '/webhooks/agent.message', { webhook_url: hook.url });
		await sandbox.emit({ event_type: 'agent.message', payload: { unfinished: true } });
		await client(sandbox)('POST', '/agents/Luna/wakeups', WAKEUP);
		await client(sandbox)('POST', '/agents/Luna/users/ada/schedules', REMINDER);

		sandbox = await restart(sandbox);
		sandbox.clock.pause();
		await sandbox.clock.advance(HOUR);
		const [first, ...later] = hook.received.map(
			({ body }) => JSON.parse(body) as { data?: { check_type: string } },
		);
		expect(later).toContainEqual(first);
		const kinds = later.map(({ data }) => data?.check_type);
		expect(kinds).toEqual(expect.arrayContaining(['interview', 'habit']));
		await hook.close();
	});

	it('is written while the sandbox runs, for its owner alone', async () => {
		const sandbox = await start({ dataFile });
		await client(sandbox)('PUT', '/webhooks/x', { webhook_url: 'http://127.0.0.1:9/' });
		while (!readFileSync(dataFile, 'utf8').includes('http://127.0.0.1:9/')) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		expect(statSync(dataFile).mode & 0o777).toBe(0o600);
		expect(readdirSync(folder)).toEqual(['data.json']);
	});

	it.each(['', '{"a":', '{"format":99}', '[]'])(
		'is left alone when it holds %j',
		async (content) => {
			writeFileSync(dataFile, content);
			await expect(startSandbox({ dataFile })).rejects.toThrow(
				'is not a data file of this sandbox',
			);
			expect(statSync(dataFile).size).toBe(content.length);
		},
	);
});

describe('closing', () => {
	it('ends hung requests and deliveries at once', async () => {
		const hook = await receiver();
		hook.hang();
		const sandbox = await start({});
		const call = client(sandbox);
		await call('PUT', '/webhooks/x', { webhook_url: hook.url });
		const emitted = sandbox.emit({ event_type: 'x', payload: {} });
		sandbox.faults.add({ hang: true });
		sandbox.faults.add({ latencyMs: 60_000 });
		const hung = expect(call('GET', '/agents')).rejects.toThrow();
		const started = performance.now();
		await stop(sandbox);
		await Promise.all([hung, emitted]);
		// The hung delivery would be given up after 10 s, the slow answer would take a minute.
		expect(performance.now() - started).toBeLessThan(5_000);
		expect(sandbox.deliveries()).toEqual([]);
		await hook.close();
	});

	it('leaves other sandboxes of the process alone', async () => {
		const [one, two] = await Promise.all([start({}), start({ apiKey: 'sk_two' })]);
		one.addAgent({ name: 'Only Here' });
		await stop(one);
		expect((await client(two)('GET', '/agents/Luna')).status).toBe(200);
		expect((await client(two)('GET', '/agents/Only%20Here')).status).toBe(404);
	});
});

describe('the control surface', () => {
	it('refuses a name that merely leads to this machine', async () => {
		const sandbox = await start({});
		const foreign = request(`${sandbox.controlUrl}/clock`, { headers: { host: 'evil.example' } });
		foreign.end();
		const [response] = (await once(foreign, 'response')) as [
			{ statusCode: number; resume(): void },
		];
		response.resume();
		expect(response.statusCode).toBe(403);
	});
});

describe('the command line', () => {
	function run(...args: string[]) {
		const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...args], {
			cwd: ROOT,
		});
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
		const printed = async (pattern: RegExp): Promise<string> => {
			for (;;) {
				const match = pattern.exec(output);
				if (match) return match[1] ?? match[0];
				await once(child.stdout, 'data');
			}
		};
		const ended = once(child, 'close').then(([code]) => ({ code: code as number, output }));
		return { child, printed, ended };
	}

	it('serves the API, tells what happens but no secret, and stops on Ctrl-C', async () => {
		const hook = await receiver();
		const { child, printed, ended } = run('--port', '0', '--api-key', 'sk_mine', '--speed', '60');
		const url = await printed(/API: +(\S+)/);
		const controlUrl = await printed(/Control surface: +(\S+)/);
		const call = client({ url, apiKey: 'sk_mine' });
		const registration = { webhook_url: `${hook.url}?key=hidden`, auth_header: 'Bearer hidden' };
		const registered = await call('PUT', '/webhooks/agent.wakeup', registration);
		const { body } = await call('POST', '/agents/Luna/wakeups', WAKEUP);
		await send('POST', `${controlUrl}/clock/advance`, { seconds: 3600 });
		await printed(new RegExp(`wakeup ${body.wakeup_id} scheduled for ${body.scheduled_at}`));
		await printed(new RegExp(`wakeup ${body.wakeup_id} fired`));
		await printed(/delivery of agent\.wakeup to http:\/\/127\.0\.0\.1:\d+\/hook, attempt 1: 200/);
		child.kill('SIGINT');
		const { code, output } = await ended;
		expect(code).toBe(0);
		for (const secret of ['hidden', 'sk_mine', registered.body.signing_secret]) {
			expect(output).not.toContain(secret);
		}
		await hook.close();
	});

	it('explains a mistake in one line and exits with 1', async () => {
		const taken = createServer().listen(0, '127.0.0.1');
		await once(taken, 'listening');
		const port = String((taken.address() as AddressInfo).port);
		const outcomes = await Promise.all([run('--port', port).ended, run('--speed', '0').ended]);
		taken.close();
		expect(outcomes).toEqual([
			{ code: 1, output: `Port ${port} is taken. Choose another with --port or --control-port.\n` },
			{ code: 1, output: '--speed must be a number above 0, not "0".\n' },
		]);
	});
});
