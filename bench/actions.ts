import { join } from 'node:path';
import { installN8n } from '../demo/n8n/install';
import { ContenderProcess, type Cost } from './contenderProcess';
import { CONCURRENCY, type Contender } from './contenders';
import { startInstantPlatform } from './instantPlatform';
import { median, slope } from './statistics';

/** Rounds in which every contender runs once; the figures are medians over them. */
const ROUNDS = 9;
const WARM_UP_ROUNDS = 3;
const ITEMS = 1000;
const LATENCY_MS = 20;
/** One after the other takes long; time is linear in the number of calls. */
const SEQUENTIAL_ITEMS = 250;
const GROWTH_ITEMS = [100, 1_000, 10_000];

type Figures = Record<string, number>;

/**
 * What consuming notifications costs in n8n's engine, beside the same requests made in other ways:
 * one after the other, by bare calls of n8n's request helper, and by n8n's own HTTP Request node.
 */
export async function actions(): Promise<Figures> {
	const { folder } = await installN8n({ logFile: join(__dirname, '..', '.n8n-demo', 'bench.log') });
	return { ...(await atLatency(folder)), ...(await atOnce(folder)), ...(await growth(folder)) };
}

async function atLatency(n8nFolder: string): Promise<Figures> {
	const counts = { node: ITEMS, bareCalls: ITEMS, httpRequest: ITEMS };
	return await withContenders(n8nFolder, LATENCY_MS, {
		counts: { ...counts, oneAfterTheOther: SEQUENTIAL_ITEMS },
		figures: (rounds) => {
			const ms = (contender: Contender) => rounds.map((costs) => costs[contender].ms);
			const node = ms('node');
			const sequential = ms('oneAfterTheOther').map((it) => (it * ITEMS) / SEQUENTIAL_ITEMS);
			const ideal = node.map(() => (ITEMS * LATENCY_MS) / CONCURRENCY);
			return {
				'one after the other: time, times that of the node': ratio(sequential, node),
				'the node: time, times that of bare helper calls as concurrent': ratio(node, ms('bareCalls')),
				'the node: time, times items x latency / concurrency': ratio(node, ideal),
				'the node: time, times that of the HTTP Request node': ratio(node, ms('httpRequest')),
			};
		},
	});
}

async function atOnce(n8nFolder: string): Promise<Figures> {
	return await withContenders(n8nFolder, 0, {
		counts: { node: ITEMS, httpRequest: ITEMS },
		figures: (rounds) => {
			const cpuMs = (contender: Contender) => rounds.map((costs) => costs[contender].cpuMs);
			return {
				'the node: CPU per item, times that of the HTTP Request node': ratio(
					cpuMs('node'),
					cpuMs('httpRequest'),
				),
			};
		},
	});
}

/** Lets the contenders run in turn, for so many items each, against a platform with such a latency. */
async function withContenders(
	n8nFolder: string,
	latencyMs: number,
	{
		counts,
		figures,
	}: {
		readonly counts: Partial<Record<Contender, number>>;
		readonly figures: (rounds: Array<Record<Contender, Cost>>) => Figures;
	},
): Promise<Figures> {
	const platform = await startInstantPlatform(latencyMs);
	const place = { url: platform.url, n8nFolder };
	const names = Object.keys(counts) as Contender[];
	const contenders = await Promise.all(
		names.map(async (name) => await ContenderProcess.start(name, place)),
	);
	try {
		const rounds: Array<Record<Contender, Cost>> = [];
		for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
			const costs = {} as Record<Contender, Cost>;
			for (const [index, name] of names.entries()) {
				costs[name] = await contenders[index]!.run(counts[name] as number);
			}
			if (round >= 0) rounds.push(costs);
		}
		return figures(rounds);
	} finally {
		for (const contender of contenders) contender.stop();
		platform.stop();
	}
}

async function growth(n8nFolder: string): Promise<Figures> {
	const platform = await startInstantPlatform();
	const node = await ContenderProcess.start('node', { url: platform.url, n8nFolder });
	const httpRequest = await ContenderProcess.start('httpRequest', { url: platform.url, n8nFolder });
	try {
		const most = Math.max(...GROWTH_ITEMS);
		const exponents: number[] = [];
		const kept: number[] = [];
		const peaks: number[] = [];
		await node.run(most);
		for (let round = 0; round < ROUNDS; round++) {
			const points: Array<[number, number]> = [];
			for (const count of GROWTH_ITEMS) {
				const { ms } = await node.run(count);
				points.push([Math.log(count), Math.log(ms)]);
			}
			exponents.push(slope(points));
		}
		for (let round = 0; round < ROUNDS; round++) {
			const own = await node.weigh(most);
			kept.push(own.kept / own.output);
			peaks.push(own.peak / (await httpRequest.weigh(most)).peak);
		}
		return {
			'time for 100, 1,000 and 10,000 items: exponent of its growth': median(exponents),
			'memory kept after 10,000 items, times that of the items': median(kept),
			'memory in use during 10,000 items, times that of the HTTP Request node': median(peaks),
		};
	} finally {
		node.stop();
		httpRequest.stop();
		platform.stop();
	}
}

/** @returns the median of the ratios, round by round */
function ratio(some: readonly number[], others: readonly number[]): number {
	return median(some.map((value, index) => value / (others[index] as number)));
}
