import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import type { INodeParameters } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../sandbox';
import { credentialsOf } from '../../harness/engine/engine';
import { TriggerHost } from '../../harness/engine/triggerHost';
import { until } from '../support/until';
import { platformOf } from '../../harness/platform';

const EVENTS = ['agent.message', 'agent.wakeup', 'custom.event'] as const;
const FOREIGN = 'https://elsewhere.example/hook';
const SEQUENCES = Number(process.env.MODEL_SEQUENCES ?? 80);

type Event = (typeof EVENTS)[number];

/** What must be true, whatever the trigger did to get there. */
interface Model {
	/** Events that somebody else has registered. */
	readonly foreign: Set<Event>;
	/** Events taken over from somebody else, to be given back; also those that a failed release has left. */
	readonly takenOver: Set<Event>;
	/** Events that production listens to and nobody has taken from it. */
	readonly listening: Set<Event>;
	/** Events that the test that listens is to hear of. */
	readonly testHears: Set<Event>;
	/** Events whose secret was renewed: that happens at most once a minute. */
	readonly renewed: Set<Event>;
	/** Something was cut off, so that registrations may be left on the production URL, or the test URL. */
	leftover: { production: boolean; test: boolean };
}

interface Real {
	readonly sandbox: Sandbox;
	readonly host: TriggerHost;
	readonly platform: ReturnType<typeof platformOf>;
}

type Step = fc.AsyncCommand<Model, Real>;

function step(
	name: string,
	run: (model: Model, real: Real) => Promise<void>,
	possible: (model: Readonly<Model>) => boolean = () => true,
): Step {
	return {
		check: possible,
		run: async (model, real) => {
			await run(model, real);
			await verify(model, real);
		},
		toString: () => name,
	};
}

let serial = 0;

async function verify(model: Model, { sandbox, host, platform }: Real): Promise<void> {
	const urls = await platform.urls();
	for (const event of model.foreign) expect([event, urls[event]]).toEqual([event, FOREIGN]);

	// Nothing is claimed of a test after trouble, but a copy on its way ends it at any time.
	const tested = (host.test?.parameters.events ?? []) as Event[];
	const isHeard = (event: Event) =>
		model.testHears.has(event) || (tested.includes(event) && urls[event]?.includes('copy='));
	const endsTest = [...model.listening].some(isHeard);

	for (const event of model.listening) {
		const number = ++serial;
		await sandbox.emit({ event_type: event, payload: { number } });
		await until(() =>
			host.started.some(({ mode, json }) => mode === 'production' && json.number === number),
		);
	}
	if (endsTest) {
		await until(() => host.test === undefined);
		model.testHears.clear();
	}
	// The platform has no conditional write: somebody else's in the middle of ours could be lost.
	await host.idle();
	await until(async () => {
		const registered = await platform.urls();
		const on = (prefix: string) =>
			EVENTS.filter((event) => registered[event]?.startsWith(`${host.url}${prefix}/`));
		const production =
			model.leftover.production || String(on('webhook')) === String(inOrder(model.listening));
		const tests = model.leftover.test || host.test !== undefined || on('webhook-test').length === 0;
		return production && tests;
	});
}

function inOrder(events: ReadonlySet<Event>): Event[] {
	return EVENTS.filter((event) => events.has(event));
}

/** What n8n's delete does to production's registrations. */
function released(model: Model): void {
	for (const event of model.takenOver) model.foreign.add(event);
	// The marks of a test that listens go with production's registrations.
	for (const event of model.listening) model.testHears.delete(event);
	model.takenOver.clear();
	model.listening.clear();
}

const parametersOf = (events: readonly Event[], takeOver: boolean): INodeParameters => ({
	events: [...events],
	onConflict: takeOver ? 'takeOver' : 'fail',
});

/** n8n calls nothing for a trigger that has not changed, and that it believes to be registered. */
function isLeftAlone({ stored }: TriggerHost, parameters: INodeParameters): boolean {
	return stored.isRouted && isDeepStrictEqual(stored.published?.parameters, parameters);
}

const publish = (events: Event[], takeOver: boolean) =>
	step(`publish ${events.join('+')}${takeOver ? ' taking over' : ''}`, async (model, { host }) => {
		const parameters = parametersOf(events, takeOver);
		if (isLeftAlone(host, parameters)) return;
		const old = host.stored.published?.parameters;
		if (old !== undefined && !isDeepStrictEqual(old, parameters)) released(model);
		const inTheWay = events.filter((event) => model.foreign.has(event));
		const publishing = host.publish(parameters);
		if (inTheWay.length > 0 && !takeOver) {
			await expect(publishing).rejects.toThrow('already delivered');
			released(model);
		} else {
			await publishing;
			for (const event of events) model.listening.add(event);
			for (const event of model.takenOver) {
				if (events.includes(event)) continue;
				model.takenOver.delete(event);
				model.foreign.add(event);
			}
			for (const event of inTheWay) {
				model.foreign.delete(event);
				model.takenOver.add(event);
			}
		}
		model.leftover.production = false;
	});

const unpublish = step('unpublish', async (model, { host }) => {
	const { published } = host.stored;
	await host.unpublish();
	if (published === undefined) return;
	released(model);
	model.leftover.production = false;
});

const listen = (events: Event[]) =>
	step(`listen to ${events.join('+')}`, async (model, { host }) => {
		await host.endTest();
		model.testHears.clear();
		const listening = host.listen(parametersOf(events, true));
		if (events.some((event) => model.foreign.has(event))) {
			await expect(listening).rejects.toThrow('already delivered');
		} else {
			await listening;
			for (const event of events) model.testHears.add(event);
		}
	});

const cancel = step('cancel the test', async (model, { host }) => {
	model.testHears.clear();
	await host.endTest();
});

const crash = step('crash and restart', async (model, { host }) => {
	if (host.test !== undefined) model.leftover.test = true;
	model.testHears.clear();
	await host.crash();
	await host.start();
});

const rotate = (event: Event) =>
	step(
		`rotate the secret of ${event} elsewhere`,
		async (model, { platform }) => {
			model.renewed.add(event);
			await platform.rotate(event);
		},
		(model) => model.listening.has(event) && !model.renewed.has(event),
	);

const restoreDatabase = step(
	'lose the static data',
	async (model, { host }) => {
		for (const event of model.listening) model.renewed.add(event);
		// What was taken over is forgotten with it, and will be removed instead of given back.
		model.takenOver.clear();
		host.staticData = {};
		await Promise.resolve();
	},
	(model) => [...model.listening].every((event) => !model.renewed.has(event)),
);

const foreignComes = (events: Event[]) =>
	step(`somebody else registers ${events.join('+')}`, async (model, { platform }) => {
		for (const event of events) {
			await platform.put(event, FOREIGN);
			model.foreign.add(event);
			for (const set of [model.listening, model.takenOver, model.testHears]) set.delete(event);
		}
	});

const foreignGoes = (event: Event) =>
	step(
		`somebody else removes ${event}`,
		async (model, { platform }) => {
			await platform.remove(event);
			model.foreign.delete(event);
		},
		(model) => model.foreign.has(event),
	);

/** The platform refuses some of the requests that an action makes. */
const troubled = (
	action: 'publish' | 'unpublish' | 'listen' | 'cancel',
	events: Event[],
	takeOver: boolean,
	skip: number,
) =>
	step(
		`${action} ${events.join('+')}${takeOver ? ' taking over' : ''} while the platform fails after ${skip}`,
		async (model, real) => {
			const { sandbox, host, platform } = real;
			const parameters = parametersOf(events, takeOver);
			if (action === 'publish' && isLeftAlone(host, parameters)) return;
			sandbox.faults.add({ skip, times: 2, status: 403 });
			const before = new Set(model.foreign);
			model.testHears.clear();
			await {
				// n8n ends before it tries again.
				publish: async () => await host.publish(parameters, 1),
				unpublish: async () => await host.unpublish(),
				listen: async () => await host.listen(parameters),
				cancel: async () => await host.endTest(),
			}
				[action]()
				.catch(() => undefined);
			sandbox.faults.clear();
			if (action === 'publish' || action === 'unpublish') {
				model.leftover.production = true;
				model.listening.clear();
				for (const event of (host.published?.events ?? []) as Event[]) model.listening.add(event);
				// Each is given back, or still ours to be given back.
				const urls = await platform.urls();
				for (const event of [...model.foreign, ...model.takenOver]) {
					const isBack = urls[event] === FOREIGN;
					if (!isBack) expect(urls[event]).toContain(`${host.url}webhook/`);
					(isBack ? model.foreign : model.takenOver).add(event);
					(isBack ? model.takenOver : model.foreign).delete(event);
				}
			} else {
				model.leftover.test = true;
			}
			for (const event of before) {
				if (!takeOver || !model.listening.has(event)) expect(model.foreign).toContain(event);
			}
		},
	);

/** Steps that belong together: alone, they rarely meet. */
const inTurn = (...steps: Step[]): Step => ({
	check: () => true,
	run: async (model, real) => {
		for (const one of steps) if (one.check(model)) await one.run(model, real);
	},
	toString: () => steps.join(', '),
});

const someEvents = fc.subarray([...EVENTS], { minLength: 1 });
const oneEvent = fc.constantFrom(...EVENTS);

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ retryDelaysMs: [5, 20, 80], rotationGraceMs: 0 });
});
afterAll(async () => await sandbox.close());

it('no sequence of publishing, testing, crashing and trouble loses or steals an event', async () => {
	const commands = fc.commands(
		[
			fc.tuple(someEvents, fc.boolean()).map(([events, takeOver]) => publish(events, takeOver)),
			fc.constant(unpublish),
			someEvents.map(listen),
			fc.constant(cancel),
			fc.constant(crash),
			oneEvent.map(rotate),
			fc.constant(restoreDatabase),
			someEvents.map(foreignComes),
			oneEvent.map(foreignGoes),
			fc
				.tuple(
					fc.constantFrom('publish', 'unpublish', 'listen', 'cancel' as const),
					someEvents,
					fc.boolean(),
					fc.nat({ max: 12 }),
				)
				.map((parts) => troubled(...parts)),
			fc
				.tuple(someEvents, someEvents, fc.nat({ max: 12 }))
				.map(([theirs, events, skip]) =>
					inTurn(foreignComes(theirs), troubled('publish', events, true, skip)),
				),
		],
		{ maxCommands: 14 },
	);
	let run = 0;
	await fc.assert(
		fc.asyncProperty(commands, async (sequence) => {
			sandbox.reset();
			const host = new TriggerHost({
				credentials: credentialsOf(sandbox),
				workflowId: `workflow-${++run}`,
			});
			await host.start();
			try {
				await fc.asyncModelRun(
					() => ({
						model: {
							foreign: new Set<Event>(),
							takenOver: new Set<Event>(),
							listening: new Set<Event>(),
							testHears: new Set<Event>(),
							renewed: new Set<Event>(),
							leftover: { production: false, test: false },
						},
						real: { sandbox, host, platform: platformOf(sandbox) },
					}),
					sequence,
				);
			} finally {
				await host.stop();
			}
		}),
		{ numRuns: SEQUENCES, endOnFailure: true },
	);
	expect(sandbox.violations()).toEqual([]);
}, 600_000);
