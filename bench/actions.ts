import { join } from 'node:path';
import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
import { installN8n } from '../demo/n8n/install';
import { nodeTypes } from '../test/support/nodeTypes';
import { startInstantPlatform } from './instantPlatform';
import { runSubject, type Subject } from './nodeRun';
import { bareCalls } from './bareCalls';
import { median, slope } from './statistics';

/** Pairs of rounds; the figures are medians over them. */
const PAIRS = 7;
const ITEMS = 1000;
const LATENCY_MS = 20;
/** The default of the node's Concurrency option. */
const CONCURRENCY = 64;
/** One after the other takes long; time is linear in the number of calls. */
const SEQUENTIAL_ITEMS = 250;
const GROWTH_ITEMS = [100, 1_000, 10_000];

const CONSUME = {
	resource: 'notification',
	operation: 'consume',
	agentId: { __rl: true, mode: 'id', value: 'luna' },
	notificationId: '={{ $json.id }}',
};

/**
 * What consuming notifications costs in n8n's engine, beside the same requests made in other ways
 * in the same process: one after the other, by bare calls of n8n's request helper, and by n8n's own
 * HTTP Request node.
 */
export async function actions(): Promise<Record<string, number>> {
	const { folder } = await installN8n({ logFile: join(__dirname, '..', '.n8n-demo', 'bench.log') });
	const own: Subject = {
		typeName: 'n8n-nodes-sonzai.sonzai',
		type: nodeTypes.getByNameAndVersion('n8n-nodes-sonzai.sonzai'),
		version: 1,
		parameters: CONSUME,
	};
	const httpRequest = await loadHttpRequest(folder);
	return {
		...(await atLatency(own, httpRequest)),
		...(await atOnce(own, httpRequest)),
		...(await growth(own)),
	};
}

async function atLatency(own: Subject, httpRequest: HttpRequestOf): Promise<Figures> {
	const platform = await startInstantPlatform(LATENCY_MS);
	try {
		const items = numbered(ITEMS);
		const theirs = httpRequest(platform.url);
		const node = async () => await runSubject(own, items, platform.url);
		const rounds = {
			sequential: [] as number[],
			ideal: [] as number[],
			bare: [] as number[],
			theirs: [] as number[],
		};
		await node();
		await runSubject(theirs, items, platform.url);
		for (let pair = 0; pair < PAIRS; pair++) {
			const { ms } = await measured(node);
			const bare = await measured(() => bareCalls(platform.url, ITEMS, CONCURRENCY));
			const one = await measured(() => bareCalls(platform.url, SEQUENTIAL_ITEMS, 1));
			const other = await measured(() => runSubject(theirs, items, platform.url));
			rounds.sequential.push((one.ms * ITEMS) / SEQUENTIAL_ITEMS / ms);
			rounds.bare.push(ms / bare.ms);
			rounds.ideal.push(ms / ((ITEMS * LATENCY_MS) / CONCURRENCY));
			rounds.theirs.push(ms / other.ms);
		}
		return {
			'one after the other: time, times that of the node': median(rounds.sequential),
			'the node: time, times that of bare helper calls as concurrent': median(rounds.bare),
			'the node: time, times items x latency / concurrency': median(rounds.ideal),
			'the node: time, times that of the HTTP Request node': median(rounds.theirs),
		};
	} finally {
		platform.stop();
	}
}

async function atOnce(own: Subject, httpRequest: HttpRequestOf): Promise<Figures> {
	const platform = await startInstantPlatform();
	try {
		const items = numbered(ITEMS);
		const theirs = httpRequest(platform.url);
		const ratios: number[] = [];
		for (let pair = -2; pair < PAIRS; pair++) {
			const mine = await measured(() => runSubject(own, items, platform.url));
			const other = await measured(() => runSubject(theirs, items, platform.url));
			// The first rounds warm up.
			if (pair >= 0) ratios.push(mine.cpuMs / other.cpuMs);
		}
		return { 'the node: CPU per item, times that of the HTTP Request node': median(ratios) };
	} finally {
		platform.stop();
	}
}

async function growth(own: Subject): Promise<Figures> {
	const platform = await startInstantPlatform();
	try {
		const exponents: number[] = [];
		const shares: number[] = [];
		await runSubject(own, numbered(1000), platform.url);
		for (let round = 0; round < PAIRS; round++) {
			const points: Array<[number, number]> = [];
			for (const count of GROWTH_ITEMS) {
				const { ms } = await measured(() => runSubject(own, numbered(count), platform.url));
				points.push([Math.log(count), Math.log(ms)]);
			}
			exponents.push(slope(points));
			shares.push(await memoryShare(own, platform.url));
		}
		return {
			'time for 100, 1,000 and 10,000 items: exponent of its growth': median(exponents),
			'memory kept after 10,000 items, times that of the items': median(shares),
		};
	} finally {
		platform.stop();
	}
}

/** What stays in memory after a run while its output is held, beside a copy of that output. */
async function memoryShare(own: Subject, url: string): Promise<number> {
	const items = numbered(10_000);
	const before = heap();
	let held: INodeExecutionData[][] = [await runSubject(own, items, url)];
	const after = heap();
	held.push(held[0]?.map(({ json, pairedItem }) => structuredClone({ json, pairedItem })) ?? []);
	const withCopy = heap();
	held = [];
	return (after - before) / (withCopy - after);
}

type Figures = Record<string, number>;
type HttpRequestOf = (url: string) => Subject;

/** n8n's own node, from the n8n that the demonstration runs. */
async function loadHttpRequest(n8nFolder: string): Promise<HttpRequestOf> {
	const file = 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js';
	const { HttpRequest } = (await import(join(n8nFolder, 'node_modules', file))) as {
		HttpRequest: new () => { getNodeType(version: number): INodeType };
	};
	const version = 4.2;
	const type = new HttpRequest().getNodeType(version);
	return (url) => ({
		typeName: 'n8n-nodes-base.httpRequest',
		type,
		version,
		parameters: {
			method: 'POST',
			url: `=${url}/api/v1/agents/luna/notifications/{{ $json.id }}/consume`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'sonzaiApi',
			options: {},
		},
	});
}

async function measured(task: () => Promise<unknown>): Promise<{ ms: number; cpuMs: number }> {
	heap();
	const cpu = process.cpuUsage();
	const began = performance.now();
	await task();
	const ms = performance.now() - began;
	const { user, system } = process.cpuUsage(cpu);
	return { ms, cpuMs: (user + system) / 1000 };
}

/** Bytes in use, garbage collected: no round pays for the one before. */
function heap(): number {
	if (globalThis.gc === undefined) throw new Error('Run this with node --expose-gc');
	globalThis.gc();
	return process.memoryUsage().heapUsed;
}

function numbered(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({ id: `m${index}` }));
}

if (require.main === module) {
	void actions().then((figures) => console.log(figures));
}
