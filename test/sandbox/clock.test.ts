import { Clock } from '../../sandbox/platform/clock';

const DAY = 24 * 3_600_000;

let clock: Clock;
let start: number;
beforeEach(() => {
	clock = new Clock(Date.parse('2030-01-01T00:00:00Z'));
	clock.pause();
	start = clock.now().getTime();
});
afterEach(() => clock.cancelAll());

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const passed = () => clock.now().getTime() - start;

describe('advancing', () => {
	it('runs timers in the order of their times, each at its own time', async () => {
		const runs: Array<[string, number]> = [];
		for (const [name, at] of [
			['c', 3 * DAY],
			['a', DAY],
			['b', 2 * DAY],
			['d', 5 * DAY],
		] as const) {
			clock.set(name, start + at, () => runs.push([name, passed()]));
		}
		await clock.advance(4 * DAY);
		expect(runs).toEqual([
			['a', DAY],
			['b', 2 * DAY],
			['c', 3 * DAY],
		]);
		expect(passed()).toBe(4 * DAY);
	});

	it('waits for what a timer does, and runs what it sets within the span', async () => {
		const runs: number[] = [];
		const again = async (): Promise<void> => {
			runs.push(passed() / 1000);
			await sleep(5);
			clock.set('again', clock.now().getTime() + 1000, again);
		};
		clock.set('again', start + 1000, again);
		await clock.advance(3500);
		expect(runs).toEqual([1, 2, 3]);
	});

	it('happens one after the other when asked for twice', async () => {
		const runs: number[] = [];
		clock.set('slow', start + 10, () => sleep(20).then(() => runs.push(passed())));
		clock.set('last', start + 20, () => runs.push(passed()));
		await Promise.all([clock.advance(10), clock.advance(10)]);
		expect(runs).toEqual([10, 20]);
	});

	it('lets the time go on afterwards', async () => {
		clock.resume();
		await clock.advance(DAY);
		await sleep(20);
		expect(passed()).toBeGreaterThan(DAY);
		expect(passed()).toBeLessThan(DAY + 2_000);
	});
});

describe('a timer', () => {
	it('runs by itself at its time, and at once when that is past', async () => {
		clock.resume();
		const runs: string[] = [];
		const soon = new Promise<void>((resolve) => {
			clock.set('soon', start + 30, () => {
				runs.push('soon');
				resolve();
			});
		});
		clock.set('past', start - DAY, () => runs.push('past'));
		await soon;
		expect(runs).toEqual(['past', 'soon']);
		expect(passed()).toBeGreaterThanOrEqual(30);
	});

	it('is replaced when it is set again, and gone when it is cancelled', async () => {
		const runs: string[] = [];
		clock.set('one', start + 10, () => runs.push('first'));
		clock.set('one', start + 20, () => runs.push('second'));
		clock.set('two', start + 10, () => runs.push('cancelled'));
		clock.cancel('two');
		await clock.advance(30);
		expect(runs).toEqual(['second']);
	});
});

describe('the speed', () => {
	it('makes the time run faster, timers included', async () => {
		clock.resume();
		clock.setSpeed(100_000);
		const due = new Promise((resolve) =>
			clock.set('timer', start + 3_600_000, () => resolve(passed())),
		);
		expect(await due).toBeGreaterThanOrEqual(3_600_000);
	});

	it('is nothing while paused, except for what is due already', async () => {
		const stoodAt = passed();
		const runs: string[] = [];
		clock.set('future', start + 5_000, () => runs.push('future'));
		clock.set('due', start, () => runs.push('due'));
		await sleep(20);
		expect(runs).toEqual(['due']);
		expect(passed()).toBe(stoodAt);
		clock.resume();
		await sleep(20);
		expect(passed()).toBeGreaterThan(stoodAt);
	});
});
