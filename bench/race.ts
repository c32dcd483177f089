import { ContenderProcess, type Cost } from './contenderProcess';
import type { Contender } from './contenders';
import { startInstantPlatform } from './instantPlatform';

/** New processes each time: how the engine compiles the same code differs from process to process. */
const STAGES = 5;
const WARM_UP_ROUNDS = 3;
const ROUNDS_PER_STAGE = 3;

/** What each contender's run cost, in a round in which all of them ran in turn. */
export type Round<C extends Contender> = Record<C, Cost>;

/**
 * Lets contenders run in turn against a platform, in several rounds.
 *
 * @param counts how many items each of them has
 * @param latencyMs how long the platform takes for each answer
 */
export async function race<C extends Contender>(
	n8nFolder: string,
	counts: Record<C, number>,
	latencyMs = 0,
): Promise<Array<Round<C>>> {
	const names = Object.keys(counts) as C[];
	const rounds: Array<Round<C>> = [];
	for (let stage = 0; stage < STAGES; stage++) {
		await withContenders(n8nFolder, names, latencyMs, async (contenders) => {
			for (let round = -WARM_UP_ROUNDS; round < ROUNDS_PER_STAGE; round++) {
				const costs = {} as Round<C>;
				for (const name of names) costs[name] = await contenders[name].run(counts[name]);
				if (round >= 0) rounds.push(costs);
			}
		});
	}
	return rounds;
}

/** Starts contenders and a platform for a task, and stops them after it. */
export async function withContenders<C extends Contender, T>(
	n8nFolder: string,
	names: C[],
	latencyMs: number,
	task: (contenders: Record<C, ContenderProcess>) => Promise<T>,
): Promise<T> {
	const platform = await startInstantPlatform(latencyMs);
	const contenders = {} as Record<C, ContenderProcess>;
	try {
		for (const name of names) {
			contenders[name] = await ContenderProcess.start(name, { url: platform.url, n8nFolder });
		}
		return await task(contenders);
	} finally {
		for (const contender of Object.values<ContenderProcess>(contenders)) contender.stop();
		platform.stop();
	}
}
