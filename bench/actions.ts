import { join } from 'node:path';
import { installN8n } from '../harness/n8n/install';
import type { ContenderProcess } from './contenderProcess';
import { CONCURRENCY } from './contenders';
import { inN8n } from './inN8n';
import { race, withContenders } from './race';
import { median, slope } from './statistics';

const ITEMS = 1000;
const LATENCY_MS = 20;
/** One after the other takes long; time is linear in the number of calls. */
const SEQUENTIAL_ITEMS = 100;
const GROWTH_ITEMS = [100, 1_000, 10_000];
const GROWTH_ROUNDS = 7;

type Figures = Record<string, number>;

/**
 * What consuming notifications costs in n8n's engine, beside the same requests made in other ways:
 * one after the other, by bare calls of n8n's request helper, and by n8n's own HTTP Request node.
 *
 * @returns medians of ratios
 */
export async function actions(): Promise<Figures> {
	const { folder } = await installN8n({ logFile: join(__dirname, '..', '.n8n-demo', 'bench.log') });
	return {
		...(await atLatency(folder)),
		...(await atOnce(folder)),
		...(await growth(folder)),
		...(await memory(folder)),
		...(await inN8n()),
	};
}

async function atLatency(n8nFolder: string): Promise<Figures> {
	const counts = {
		node: ITEMS,
		bareCalls: ITEMS,
		httpRequest: ITEMS,
		oneAfterTheOther: SEQUENTIAL_ITEMS,
	};
	const rounds = await race(n8nFolder, counts, LATENCY_MS);
	const ideal = (ITEMS * LATENCY_MS) / CONCURRENCY;
	const figure = (of: (round: (typeof rounds)[number]) => number) => median(rounds.map(of));
	return {
		'one after the other: time, times that of the node': figure(
			({ node, oneAfterTheOther }) => (oneAfterTheOther.ms * ITEMS) / SEQUENTIAL_ITEMS / node.ms,
		),
		'the node: time, times that of bare helper calls as concurrent': figure(
			({ node, bareCalls }) => node.ms / bareCalls.ms,
		),
		'the node: time, times items x latency / concurrency': figure(({ node }) => node.ms / ideal),
		'the node: time, times that of the HTTP Request node': figure(
			({ node, httpRequest }) => node.ms / httpRequest.ms,
		),
	};
}

async function atOnce(n8nFolder: string): Promise<Figures> {
	const rounds = await race(n8nFolder, { node: ITEMS, httpRequest: ITEMS });
	const ratios = rounds.map(({ node, httpRequest }) => node.cpuMs / httpRequest.cpuMs);
	return { 'the node: CPU per item, times that of the HTTP Request node': median(ratios) };
}

async function growth(n8nFolder: string): Promise<Figures> {
	return await withContenders(n8nFolder, ['node'], 0, async ({ node }) => {
		const exponents: number[] = [];
		await node.run(Math.max(...GROWTH_ITEMS));
		for (let round = 0; round < GROWTH_ROUNDS; round++) exponents.push(await exponent(node));
		return {
			'time for 100, 1,000 and 10,000 items: exponent of its growth': median(exponents),
		};
	});
}

async function exponent(node: ContenderProcess): Promise<number> {
	const points: Array<[number, number]> = [];
	for (const count of GROWTH_ITEMS) {
		const { ms } = await node.run(count);
		points.push([Math.log(count), Math.log(ms)]);
	}
	return slope(points);
}

async function memory(n8nFolder: string): Promise<Figures> {
	return await withContenders(n8nFolder, ['node', 'httpRequest'], 0, async (contenders) => {
		const most = Math.max(...GROWTH_ITEMS);
		const kept: number[] = [];
		const peaks: number[] = [];
		for (let round = 0; round < GROWTH_ROUNDS; round++) {
			const own = await contenders.node.weigh(most);
			const theirs = await contenders.httpRequest.weigh(most);
			kept.push(own.kept / own.output);
			peaks.push(own.peak / theirs.peak);
		}
		return {
			'memory kept after 10,000 items, times that of the items': median(kept),
			'memory in use during 10,000 items, times that of the HTTP Request node': median(peaks),
		};
	});
}
