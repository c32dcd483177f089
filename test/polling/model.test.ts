import fc from 'fast-check';
import type { Sandbox } from '../../sandbox';
import type { Kill } from '../../harness/engine/pollHost';
import { Database, type PollHost } from '../../harness/engine/pollHost';
import { pending, pollHost, say, texts, useSandbox } from '../support/polling';

const SEQUENCES = 60;
const AGENTS = ['Luna', 'Atlas'];
const sandbox = useSandbox();

interface Setting {
	readonly durableCursors: boolean;
	readonly consume: 'afterHandOver' | 'never';
	readonly processes: number;
	/** Whether the processes believe to be one n8n, or are several with a database each. */
	readonly sharesDatabase: boolean;
}

/** What there is, simplified: what was said, and whether an n8n ended without warning. */
interface Model {
	readonly said: Set<string>;
	hasCrashed: boolean;
}

/** The sandbox, and the n8n processes that run. */
class World {
	readonly processes: PollHost[];

	constructor(
		readonly api: Sandbox,
		readonly setting: Setting,
	) {
		const shared = new Database();
		this.processes = Array.from({ length: setting.processes }, () =>
			this.start(setting.sharesDatabase ? shared : new Database()),
		);
	}

	process(index: number): PollHost {
		return this.processes[index % this.processes.length]!;
	}

	async restart(index: number): Promise<void> {
		const position = index % this.processes.length;
		const process = this.start(this.processes[position]!.database);
		this.processes[position] = process;
		await process.activate().catch(() => undefined);
	}

	private start(database: Database): PollHost {
		const { durableCursors, consume } = this.setting;
		return pollHost(this.api, { consume, agentIds: AGENTS }, { database, durableCursors });
	}
}

type Command = fc.AsyncCommand<Model, World>;

function command(name: string, run: (model: Model, world: World) => Promise<void>): Command {
	return {
		check: () => true,
		toString: () => name,
		run: async (model, world) => {
			await run(model, world);
			for (const { database } of world.processes) {
				expect([...model.said]).toEqual(expect.arrayContaining(texts(database.items)));
			}
		},
	};
}

const process = fc.nat({ max: 2 });

const arrival = fc
	.record({ agent: fc.constantFrom(...AGENTS), count: fc.integer({ min: 1, max: 4 }) })
	.map(({ agent, count }) =>
		command(`${agent} says ${count}`, async (model, { api }) => {
			const said = Array.from({ length: count }, (_, index) => `${model.said.size + index}`);
			for (const text of said) model.said.add(text);
			say(api, agent, ...said);
			await Promise.resolve();
		}),
	);

const poll = process.map((index) =>
	command(`poll ${index}`, async (_model, world) => {
		await world.process(index).poll();
	}),
);

const pollTogether = fc.constant(
	command('poll together', async (_model, { processes, setting }) => {
		// With durable cursors n8n makes a context for each poll: of two at once in one process, which
		// only several poll times bring about, the node knows nothing, and both bring the same.
		const times = setting.durableCursors ? 1 : 2;
		await Promise.all(
			processes.flatMap((host) => Array.from({ length: times }, () => host.poll())),
		);
	}),
);

const restart = process.map((index) =>
	command(`restart ${index}`, async (_model, world) => await world.restart(index)),
);

const instant: fc.Arbitrary<Kill> = fc.oneof(
	fc.constant<Kill>({ at: 'commit' }),
	fc.record({
		at: fc.constantFrom<'request' | 'answer'>('request', 'answer'),
		path: fc.constantFrom(/\/notifications$/, /\/consume$/),
		skip: fc.nat({ max: 3 }),
	}),
);

const crash = fc.tuple(process, instant).map(([index, kill]) =>
	command(`kill ${index} at ${kill.at}`, async (model, world) => {
		const host = world.process(index);
		host.killAt(kill);
		const ended = await host.poll();
		host.spare();
		if (ended !== 'killed') return;
		model.hasCrashed = true;
		await world.restart(index);
	}),
);

const fault = fc
	.record({
		path: fc.constantFrom(
			'/agents/{agentId}/notifications',
			'/agents/{agentId}/notifications/{messageId}/consume',
		),
		trouble: fc.constantFrom<object>(
			{ status: 429, retryAfter: 1 },
			{ status: 503 },
			{ reset: true },
			{ reset: true, applied: 'after' },
			{ body: '<html>', contentType: 'text/html' },
		),
		times: fc.integer({ min: 1, max: 3 }),
		skip: fc.nat({ max: 2 }),
	})
	.map(({ path, trouble, times, skip }) =>
		command(`${times} × ${JSON.stringify(trouble)} on ${path}`, async (_model, { api }) => {
			api.faults.add({ path, times, skip, ...trouble });
			await Promise.resolve();
		}),
	);

async function finish({ api, processes }: World): Promise<void> {
	api.faults.clear();
	for (const host of processes) await host.poll();
	for (const host of processes) await host.poll();
}

function check(model: Model, { setting, processes }: World): void {
	const databases = [...new Set(processes.map(({ database }) => database))];
	const emitted = databases.map(({ items }) => texts(items));
	expect(new Set(emitted.flat())).toEqual(model.said);
	const isAlone = databases.length === setting.processes;
	if (!isAlone) return;
	// n8n commits the cursor and the execution together, so even a crash repeats nothing.
	for (const items of emitted) expect(items).toHaveLength(new Set(items).size);
}

it(`emits every message, in ${SEQUENCES} random sequences of arrivals, faults, crashes and restarts`, async () => {
	let crashes = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.record({
				durableCursors: fc.boolean(),
				consume: fc.constantFrom<'afterHandOver' | 'never'>('afterHandOver', 'never'),
				processes: fc.integer({ min: 1, max: 3 }),
				sharesDatabase: fc.boolean(),
			}),
			fc.commands([arrival, arrival, poll, poll, pollTogether, restart, crash, fault], {
				maxCommands: 30,
				size: 'max',
			}),
			async (setting, commands) => {
				sandbox.api.reset();
				const model: Model = { said: new Set(), hasCrashed: false };
				const world = new World(sandbox.api, setting);
				await fc.asyncModelRun(() => ({ model, real: world }), commands);
				await finish(world);
				check(model, world);
				if (model.hasCrashed) crashes++;
				if (setting.consume === 'never') return;
				for (const agent of AGENTS) expect(await pending(sandbox.api, agent)).toEqual([]);
			},
		),
		{ numRuns: SEQUENCES },
	);
	expect(crashes).toBeGreaterThan(0);
}, 120_000);
