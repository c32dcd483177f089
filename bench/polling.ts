import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../harness/ports';
import { PollHost } from '../harness/engine/pollHost';
import { median } from './statistics';

const AGENTS = 10;
const PENDING = 500;
const ROUNDS = 31;
const WARM_UP_ROUNDS = 5;
const MEMORY_ROUNDS = 9;
const API_KEY = 'sk_bench';
const SAMPLE_MS = 2;

/**
 * What one poll costs when 10 agents have 500 pending messages each: 5,000 items in one execution.
 *
 * @returns its time beside that of the 10 list requests alone, sent side by side by n8n's request
 * helper; and the most memory that it took beside what was there before
 */
export async function polling(): Promise<Record<string, number>> {
	const platform = await startPlatform();
	try {
		const agents = await platform.fill();
		const ratios: number[] = [];
		const megabytes: number[] = [];
		const poll = async () => {
			const host = hostFor(platform.url, agents);
			await host.poll();
			if (host.database.executions[0]?.length !== AGENTS * PENDING) {
				throw new Error('The poll did not hand everything over in one execution');
			}
		};
		for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
			const lists = await timed(() => listAlone(platform.url, agents));
			const milliseconds = await timed(poll);
			if (round >= 0) ratios.push(milliseconds / lists);
		}
		// Looking at the memory takes time, and collecting garbage makes the engine forget what it has compiled.
		for (let round = 0; round < MEMORY_ROUNDS; round++) megabytes.push(await peakOf(poll));
		return {
			'a poll of 5,000 items: time, times that of its 10 list requests': median(ratios),
			'a poll of 5,000 items: memory at most, in MB': Math.max(...megabytes),
		};
	} finally {
		platform.process.kill();
	}
}

function hostFor(url: string, agents: string[]): PollHost {
	return new PollHost({
		credentials: { apiKey: API_KEY, baseUrl: url },
		parameters: { agentIds: agents, consume: 'never' },
	});
}

async function listAlone(url: string, agents: string[]): Promise<void> {
	const host = hostFor(url, agents);
	await Promise.all(
		agents.map(
			async (agent) => await host.request(`${url}/api/v1/agents/${agent}/notifications?limit=500`),
		),
	);
}

async function timed(task: () => Promise<unknown>): Promise<number> {
	const began = performance.now();
	await task();
	return performance.now() - began;
}

/** The most memory that a task took, in MB. */
async function peakOf(task: () => Promise<unknown>): Promise<number> {
	globalThis.gc?.();
	const before = used();
	let peak = 0;
	const sampling = setInterval(() => (peak = Math.max(peak, used() - before)), SAMPLE_MS);
	try {
		await task();
		return Math.max(peak, used() - before) / 1e6;
	} finally {
		clearInterval(sampling);
	}
}

function used(): number {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** The local Sonzai API, in a process of its own: its memory is none of the poll's. */
async function startPlatform(): Promise<{
	readonly url: string;
	readonly process: ChildProcess;
	readonly fill: () => Promise<string[]>;
}> {
	const [port, controlPort] = [await findFreePort(), await findFreePort()];
	const url = `http://127.0.0.1:${port}`;
	const control = `http://127.0.0.1:${controlPort}`;
	const args = ['--port', port, '--control-port', controlPort, '--api-key', API_KEY].map(String);
	const child = spawn(
		process.execPath,
		['--import', 'tsx', join(__dirname, '..', 'sandbox', 'main.ts'), ...args],
		{ stdio: 'ignore' },
	);
	const post = async (path: string, body: object) => {
		const response = await fetch(`${control}${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
		return (await response.json()) as { agent_id: string };
	};
	for (let tries = 0; !(await fetch(`${control}/clock`).catch(() => undefined)); tries++) {
		if (tries > 200) throw new Error('The sandbox did not start');
		await sleep(50);
	}
	return {
		url,
		process: child,
		fill: async () => {
			const agents: string[] = [];
			for (let index = 0; index < AGENTS; index++) {
				const { agent_id } = await post('/agents', { name: `agent ${index}` });
				await post('/notifications', { agent_id, count: PENDING });
				agents.push(agent_id);
			}
			return agents;
		},
	};
}

if (require.main === module) {
	void polling().then((figures) => console.log(figures));
}
