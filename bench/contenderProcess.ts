import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONTENDERS, type Contender, type Job } from './contenders';

/** What a run cost. */
export interface Cost {
	readonly ms: number;
	/** Of all threads of the process. */
	readonly cpuMs: number;
}

/** What a run held in memory, in bytes. */
export interface Weight {
	/** Most that was alive at once, beside what was there before. */
	readonly peak: number;
	/** What stayed for as long as the output was held. */
	readonly kept: number;
	/** The size of the output by itself: that of a copy. */
	readonly output: number;
}

type Question = { readonly ask: 'cost' | 'weight'; readonly job: Job };

/** So long after a run, its connections are closed. */
const SETTLE_MS = 150;
const SAMPLE_MS = 100;

/**
 * A contender in a process of its own: it pays neither for the garbage and the open connections of
 * another one, nor for code that the engine compiled for both.
 */
export class ContenderProcess {
	private constructor(
		private readonly child: ChildProcess,
		private readonly place: Omit<Job, 'count'>,
	) {}

	/** @param place where it consumes */
	static async start(contender: Contender, place: Omit<Job, 'count'>): Promise<ContenderProcess> {
		const child = fork(__filename, [contender], {
			execArgv: ['--expose-gc', '--import', 'tsx'],
		});
		await messageOf(child);
		return new ContenderProcess(child, place);
	}

	/** Runs it for so many items. */
	async run(count: number): Promise<Cost> {
		return (await this.ask('cost', count)) as Cost;
	}

	/** Runs it for so many items, slowly: the garbage is collected all the time. */
	async weigh(count: number): Promise<Weight> {
		return (await this.ask('weight', count)) as Weight;
	}

	stop(): void {
		this.child.kill();
	}

	private async ask(ask: Question['ask'], count: number): Promise<unknown> {
		this.child.send({ ask, job: { ...this.place, count } } satisfies Question);
		return await messageOf(this.child);
	}
}

/** @throws when the process ends instead */
async function messageOf(child: ChildProcess): Promise<unknown> {
	const settled = new AbortController();
	const { signal } = settled;
	try {
		return await Promise.race([
			once(child, 'message', { signal }).then(([message]: unknown[]) => message),
			once(child, 'exit', { signal }).then(() => {
				throw new Error('A contender ended before its run did');
			}),
		]);
	} finally {
		settled.abort();
	}
}

type Run = () => Promise<unknown[]>;

async function cost(run: Run): Promise<Cost> {
	await sleep(SETTLE_MS);
	const cpu = process.cpuUsage();
	const began = performance.now();
	await run();
	const ms = performance.now() - began;
	const { user, system } = process.cpuUsage(cpu);
	return { ms, cpuMs: (user + system) / 1000 };
}

async function weight(run: Run): Promise<Weight> {
	await sleep(SETTLE_MS);
	const before = alive();
	let peak = before;
	const sampling = setInterval(() => (peak = Math.max(peak, alive())), SAMPLE_MS);
	const held: unknown[] = [await run()];
	clearInterval(sampling);
	await sleep(SETTLE_MS);
	const kept = alive();
	held.push(structuredClone(held[0]));
	const both = alive();
	if (held.length !== 2) throw new Error('The output was not held');
	return { peak: peak - before, kept: kept - before, output: both - kept };
}

function alive(): number {
	if (globalThis.gc === undefined) throw new Error('Run this with node --expose-gc');
	globalThis.gc();
	return process.memoryUsage().heapUsed;
}

function serve(contender: Contender): void {
	process.on('message', ({ ask, job }: Question) => {
		const run = async () => await CONTENDERS[contender](job);
		void (ask === 'cost' ? cost(run) : weight(run)).then((answer) => process.send?.(answer));
	});
	process.on('disconnect', () => process.exit());
	process.send?.('ready');
}

if (require.main === module) serve(process.argv[2] as Contender);
