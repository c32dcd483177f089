import { setTimeout as sleep } from 'node:timers/promises';
import { createCredential, type CredentialReference } from '../harness/n8n/credentials';
import { finishedExecution } from '../harness/n8n/executions';
import { createWorkflow, runWorkflow } from '../harness/n8n/workflows';
import { openStage, type Stage } from '../harness/stage';
import { consumeByHttpRequest, consumeByNode, numbered, type ConfiguredNode } from './consume';
import { startInstantPlatform } from './instantPlatform';
import { median } from './statistics';

const ITEMS = 1000;
const LATENCY_MS = 20;
const WARM_UP_ROUNDS = 2;
const ROUNDS = 7;
const TIMEOUT_MS = 60_000;
/** So long after an execution, n8n has ended its work for it. */
const SETTLE_MS = 500;
const SUBJECT = 'Subject';

interface Cost {
	readonly ms: number;
	readonly cpuMs: number;
}

/**
 * What consuming notifications costs in the real n8n, which reads credentials from its database: one
 * workflow does it with our node, another one with the HTTP Request node.
 *
 * @returns medians of ratios; the CPU is that of n8n's whole process, from the start of an execution to its end
 */
export async function inN8n(): Promise<Record<string, number>> {
	const stage = await openStage({}, { N8N_METRICS: 'true' });
	try {
		const atLatency = await rounds(stage, LATENCY_MS);
		const atOnce = await rounds(stage, 0);
		return {
			'the node in the real n8n: time, times that of the HTTP Request node': median(
				atLatency.map(({ node, httpRequest }) => node.ms / httpRequest.ms),
			),
			'the node in the real n8n: CPU, times that of the HTTP Request node': median(
				atOnce.map(({ node, httpRequest }) => node.cpuMs / httpRequest.cpuMs),
			),
		};
	} finally {
		await stage.close();
	}
}

/** @param latencyMs how long the platform takes for each answer */
async function rounds(
	stage: Stage,
	latencyMs: number,
): Promise<Array<{ readonly node: Cost; readonly httpRequest: Cost }>> {
	const platform = await startInstantPlatform(latencyMs);
	try {
		const access = { apiKey: 'sk_bench', baseUrl: platform.url };
		const credential = await createCredential(stage.session, `Benchmark ${latencyMs}`, access);
		const node = `node-${latencyMs}`;
		const httpRequest = `http-request-${latencyMs}`;
		const id = '{{ $json.id }}';
		await create(stage, node, consumeByNode(`=${id}`), credential);
		await create(stage, httpRequest, consumeByHttpRequest(platform.url, id), credential);
		const costs = [];
		for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
			const cost = { node: await run(stage, node), httpRequest: await run(stage, httpRequest) };
			if (round >= 0) costs.push(cost);
		}
		return costs;
	} finally {
		platform.stop();
	}
}

async function create(
	stage: Stage,
	id: string,
	subject: ConfiguredNode,
	credential: CredentialReference,
): Promise<void> {
	const start = { type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
	await createWorkflow(stage.session, {
		id,
		name: id,
		nodes: [
			{ ...start, id: 'start', name: 'Start', position: [0, 0] },
			{
				...subject,
				id: 'subject',
				name: SUBJECT,
				position: [200, 0],
				credentials: { sonzaiApi: credential },
			},
		],
		connections: { Start: { main: [[{ node: SUBJECT, type: 'main', index: 0 }]] } },
		pinData: { Start: numbered(ITEMS).map((json) => ({ json })) },
	});
}

async function run(stage: Stage, workflowId: string): Promise<Cost> {
	const before = await cpuMs(stage);
	const id = await runWorkflow(stage.session, workflowId, 'Start');
	const execution = await finishedExecution(stage.session, id, TIMEOUT_MS);
	if (execution?.items[SUBJECT]?.length !== ITEMS) throw new Error('Not all items got through');
	await sleep(SETTLE_MS);
	return {
		ms: Number(execution.milliseconds[SUBJECT]),
		cpuMs: (await cpuMs(stage)) - before,
	};
}

/** What n8n's process has used since its start. */
async function cpuMs({ url }: Stage): Promise<number> {
	const metrics = await (await fetch(`${url}/metrics`)).text();
	const seconds = /^n8n_process_cpu_seconds_total (\S+)/m.exec(metrics)?.[1];
	if (seconds === undefined) throw new Error('n8n does not tell its CPU time');
	return Number(seconds) * 1000;
}
