import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import type { Clock } from '../../nodes/Sonzai/api/clock';
import { RateLimit } from '../../nodes/Sonzai/api/rateLimit';

/** A clock that stands still until it is told to go on, and whose timers may be early. */
class OwnClock implements Clock {
	/** Each reading takes one of these off; the last one stays. */
	readings: number[] = [1000];
	private sleepers: Array<() => void> = [];

	readonly now = () =>
		this.readings.length > 1 ? this.readings.shift()! : (this.readings[0] as number);

	readonly sleep = async (_ms: number, signal?: AbortSignal) =>
		await new Promise<void>((resolve, reject) => {
			this.sleepers.push(resolve);
			signal?.addEventListener('abort', () => reject(new Error('stopped')));
		});

	get isAwaited(): boolean {
		return this.sleepers.length > 0;
	}

	/** The timers end, whatever time it is by now. */
	async wake(...readings: number[]): Promise<void> {
		this.readings = readings;
		for (const resolve of this.sleepers.splice(0)) resolve();
		await turn();
	}
}

/** Lets requests in, and tells which have come in so far. */
async function entries(limit: RateLimit, ...seniorities: number[]): Promise<number[]> {
	const entered: number[] = [];
	for (const seniority of seniorities) {
		void limit.enter(seniority).then(() => entered.push(seniority));
	}
	await turn();
	return entered;
}

let clock: OwnClock;
beforeEach(() => {
	clock = new OwnClock();
});

it('has no bound before the first refusal', async () => {
	expect(await entries(new RateLimit(undefined, clock), 0, 1, 2, 3)).toEqual([0, 1, 2, 3]);
});

it('holds everything back for as long as demanded, then lets the oldest through first', async () => {
	const limit = new RateLimit(undefined, clock);
	await entries(limit, 0, 1, 2, 3);
	for (let refused = 0; refused < 4; refused++) limit.limited(40);
	const entered = await entries(limit, 7, 2, 5, 0);
	await clock.wake(1039);
	expect(entered).toEqual([]);
	await clock.wake(1040);
	// Four were under way: half as many are now.
	expect(entered).toEqual([0, 2]);
	limit.succeeded();
	await turn();
	expect(entered).toEqual([0, 2, 5]);
});

it('wakes who waits although the time comes between two readings of the clock', async () => {
	const limit = new RateLimit(undefined, clock);
	await entries(limit, 0);
	limit.limited(21);
	clock.readings = [1020, 1021];
	const entered = await entries(limit, 0);
	await clock.wake(1021);
	expect(entered).toEqual([0]);
});

it('goes on waiting when a timer ends early, by a fraction or for nothing', async () => {
	const limit = new RateLimit(undefined, clock);
	await entries(limit, 0);
	limit.limited(20.5);
	const entered = await entries(limit, 0);
	for (const early of [1000, 1019, 1020]) {
		await clock.wake(early);
		expect([entered, clock.isAwaited]).toEqual([[], true]);
	}
	await clock.wake(1021);
	expect(entered).toEqual([0]);
});

it('waits for longer when it is refused again meanwhile', async () => {
	const limit = new RateLimit(undefined, clock);
	await entries(limit, 0, 1);
	limit.limited(10);
	const entered = await entries(limit, 0);
	limit.limited(30);
	await clock.wake(1010);
	expect(entered).toEqual([]);
	await clock.wake(1030);
	expect(entered).toEqual([0]);
});

it('lets more through after successes, and only after those', async () => {
	const limit = new RateLimit(undefined, clock);
	await entries(limit, 0, 1);
	limit.limited(1);
	limit.limited(1);
	const entered = await entries(limit, 0, 1, 2, 3, 4, 5, 6);
	await clock.wake(1001);
	expect(entered).toEqual([0]);
	limit.failed();
	await turn();
	expect(entered).toEqual([0, 1]);
	limit.succeeded();
	await turn();
	expect(entered).toEqual([0, 1, 2, 3]);
	limit.succeeded();
	limit.succeeded();
	await turn();
	expect(entered).toHaveLength(6);
});

it('ends all waiting with the execution', async () => {
	const stop = new AbortController();
	const limit = new RateLimit(stop.signal, clock);
	await entries(limit, 0);
	limit.limited(60_000);
	const entered = await entries(limit, 0, 1);
	stop.abort();
	await turn();
	expect(entered).toEqual([0, 1]);
});

it('lets everybody through in the end, whatever becomes of the requests and whatever the clock says', async () => {
	const end = fc.oneof(
		fc.constant('succeeded' as const),
		fc.constant('failed' as const),
		fc.nat(50).map((pauseMs) => ({ pauseMs })),
	);
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.record({ seniority: fc.nat(9), ends: fc.array(end, { maxLength: 4 }) }), {
				minLength: 1,
				maxLength: 30,
			}),
			fc.infiniteStream(fc.integer({ min: 0, max: 30 })),
			async (requests, steps) => {
				let now = 0;
				let isPassing = true;
				const jumpy: Clock = {
					// It goes on between any two readings.
					now: () => (now += steps.next().value as number),
					// It ends up to 3 ms early.
					sleep: async (ms) => {
						expect(ms).toBeGreaterThanOrEqual(1);
						now += Math.max(0, ms - ((steps.next().value as number) % 4));
						await turn();
						if (!isPassing) await new Promise(() => undefined);
					},
				};
				const limit = new RateLimit(undefined, jumpy);
				let left = requests.length;
				const runs = requests.map(async ({ seniority, ends }) => {
					for (const how of [...ends, 'succeeded' as const]) {
						await limit.enter(seniority);
						await turn();
						if (typeof how === 'object') limit.limited(how.pauseMs);
						else limit[how]();
					}
					left -= 1;
				});
				for (let turns = 0; left > 0 && turns < 20_000; turns++) await turn();
				isPassing = false;
				expect(left).toBe(0);
				await Promise.all(runs);
			},
		),
		{ numRuns: 100 },
	);
});

it('lets each of 100,000 short waits end', async () => {
	const limits = Array.from({ length: 5000 }, () => new RateLimit());
	await Promise.all(
		limits.map(async (limit) => {
			for (let wait = 0; wait < 20; wait++) {
				await limit.enter(0);
				limit.limited(Math.random() * 3);
			}
			await limit.enter(0);
		}),
	);
}, 120_000);
