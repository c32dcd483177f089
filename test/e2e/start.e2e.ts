import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readExample, ANSWER_AGENT } from '../../harness/examples';
import { N8nSession } from '../../harness/n8n/rest';
import type { Workflow } from '../../harness/n8n/workflows';
import { assertPortFree, findFreePort } from '../../harness/ports';
import { startSandbox } from '../../sandbox';
import { npmStart, stillRunning, stopAll } from '../support/npmStart';
import { installedN8n } from '../../harness/stage';

const FIRST_START_MS = 180_000;
const SECOND_START_MS = 30_000;
const READY = 'Press Ctrl-C to stop everything';
const CONSUMED = 'The Sonzai API now calls it "consumed"';

let folder: string;
let ports: { N8N_PORT: string; SONZAI_SANDBOX_PORT: string };
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
	await installedN8n();
	folder = await mkdtemp(join(tmpdir(), 'n8n-start-'));
	ports = {
		N8N_PORT: String(await findFreePort()),
		SONZAI_SANDBOX_PORT: String(await findFreePort()),
	};
	env = {
		...ports,
		SONZAI_DEMO_FOLDER: folder,
		SONZAI_API_KEY: undefined,
		SONZAI_BASE_URL: undefined,
		N8N_WEBHOOK_URL: undefined,
	};
});

afterEach(stopAll);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function assertAllPortsFree(): Promise<void> {
	for (const [variable, port] of Object.entries(ports)) {
		await assertPortFree(Number(port), 'the test', variable);
	}
}

const shown = (terminal: string, label: string) =>
	new RegExp(`${label}:\\s+(\\S+)`).exec(terminal)?.[1] ?? '';

const logIn = (terminal: string) =>
	N8nSession.open(shown(terminal, 'Open n8n'), {
		email: shown(terminal, 'E-mail'),
		password: shown(terminal, 'Password'),
	});

describe('npm start', () => {
	it('plays the story, and Ctrl-C stops everything', async () => {
		const demo = npmStart(env);
		await demo.shows(READY, FIRST_START_MS);
		expect(demo.output()).toContain(CONSUMED);
		expect(demo.output()).toContain('What to try next:');
		expect(demo.output()).toContain('Taken already: "On Wakeup Ready".');
		expect(demo.output()).not.toMatch(/^\s+at /m);

		const session = await logIn(demo.output());
		const { id } = await readExample(ANSWER_AGENT);
		const { name, nodes, connections } = await session.get<Workflow>(`/workflows/${id}`);
		expect(name).toBe('Answer the agent');
		await session.patch(`/workflows/${id}`, { name: 'My own answer', nodes, connections });

		const processes = demo.processes();
		expect(processes.length).toBeGreaterThan(3);
		demo.pressCtrlC();
		await demo.exit;
		expect(demo.output()).toContain('Nothing of the demo is running any more');
		expect(stillRunning(processes)).toEqual([]);
		await assertAllPortsFree();
	});

	it('starts again in less than 30 seconds, keeps what the user changed, and plays the story again', async () => {
		const startedAt = Date.now();
		const demo = npmStart(env);
		await demo.shows(READY, SECOND_START_MS);
		expect(Date.now() - startedAt).toBeLessThan(SECOND_START_MS);
		expect(demo.output()).toContain('started "My own answer"');
		expect(demo.output()).toContain(CONSUMED);
		const session = await logIn(demo.output());
		const workflows = await session.get<Workflow[]>('/workflows');
		expect(workflows.map(({ name }) => name).sort()).toEqual([
			'My own answer',
			'Schedule a check-in',
		]);
	});

	it('moves to other ports and still plays the story', async () => {
		const moved = {
			N8N_PORT: String(await findFreePort()),
			SONZAI_SANDBOX_PORT: String(await findFreePort()),
		};
		const demo = npmStart({ ...env, ...moved });
		await demo.shows(READY, FIRST_START_MS);
		expect(demo.output()).toContain(CONSUMED);
	});

	it('leaves nothing behind when npm is terminated while n8n starts', async () => {
		const demo = npmStart(env);
		await demo.shows('Starting n8n', FIRST_START_MS);
		await sleep(2_000);
		const processes = demo.processes();
		process.kill(demo.pid, 'SIGTERM');
		await demo.exit;
		await sleep(500);
		for (let wait = 0; wait < 100 && stillRunning(processes).length > 0; wait++) await sleep(100);
		expect(stillRunning(processes)).toEqual([]);
		await assertAllPortsFree();
	});
});

describe('npm start with SONZAI_API_KEY', () => {
	it('uses that platform, touches no agent, and says what makes this n8n reachable', async () => {
		const platform = await startSandbox({ apiKey: 'sk_real' });
		try {
			const demo = npmStart({ ...env, SONZAI_API_KEY: 'sk_real', SONZAI_BASE_URL: platform.url });
			await demo.shows(READY, FIRST_START_MS);
			expect(demo.output()).toContain(`${platform.url} accepts the API key`);
			expect(demo.output()).toContain('N8N_WEBHOOK_URL=');
			expect(demo.output()).not.toContain('sk_real');
			expect(platform.requests().map(({ method }) => method)).toEqual(['GET']);

			const session = await logIn(demo.output());
			const workflows = await session.get<Workflow[]>('/workflows');
			expect(workflows.map(({ name }) => name).sort()).toEqual([
				'Answer the agent',
				'Schedule a check-in',
			]);
		} finally {
			await stopAll();
			await platform.close();
		}
	});

	it('publishes the trigger when N8N_WEBHOOK_URL says where this n8n is reached', async () => {
		const platform = await startSandbox({ apiKey: 'sk_real' });
		try {
			const demo = npmStart({
				...env,
				SONZAI_API_KEY: 'sk_real',
				SONZAI_BASE_URL: platform.url,
				N8N_WEBHOOK_URL: 'https://n8n.example.com',
			});
			await demo.shows(READY, FIRST_START_MS);
			expect(demo.output()).toContain(
				'is published and receives webhooks at https://n8n.example.com',
			);
			const answer = await fetch(`${platform.url}/api/v1/webhooks`, {
				headers: { authorization: 'Bearer sk_real' },
			});
			expect(await answer.text()).toContain('https://n8n.example.com/webhook/');
		} finally {
			await stopAll();
			await platform.close();
		}
	});
});

describe('npm start says what is wrong, and the way out, when', () => {
	async function refusal(changes: NodeJS.ProcessEnv): Promise<string> {
		const demo = npmStart({ ...env, ...changes });
		expect(await demo.exit).toBe(1);
		expect(demo.output()).not.toMatch(/^\s+at /m);
		return demo.output();
	}

	it('the API key is wrong', async () => {
		const platform = await startSandbox({ apiKey: 'sk_right' });
		try {
			const output = await refusal({ SONZAI_API_KEY: 'sk_wrong', SONZAI_BASE_URL: platform.url });
			expect(output).toContain('refuses the API key in SONZAI_API_KEY');
			expect(output).not.toContain('sk_wrong');
		} finally {
			await platform.close();
		}
	});

	it('the platform cannot be reached', async () => {
		const nobody = `http://127.0.0.1:${await findFreePort()}`;
		const output = await refusal({ SONZAI_API_KEY: 'sk_any', SONZAI_BASE_URL: nobody });
		expect(output).toContain(`${nobody} cannot be reached (ECONNREFUSED)`);
		expect(output).toContain('SONZAI_BASE_URL');
	});

	it.each([
		['N8N_PORT', 0],
		['SONZAI_SANDBOX_PORT', 0],
		['SONZAI_SANDBOX_PORT', 1],
	])('a port is taken (%s + %i)', async (variable, offset) => {
		const occupant = createServer();
		await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
		const { port } = occupant.address() as AddressInfo;
		try {
			const output = await refusal({ [variable]: String(port - offset) });
			expect(output).toContain(`Port ${port}`);
			expect(output).toContain(`${variable}=`);
		} finally {
			occupant.close();
		}
	});
});
