import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { mapConcurrent } from '../../nodes/Sonzai/api/concurrency';

it('keeps the order and the limit, whatever the tasks take', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.nat(3), { maxLength: 20 }),
			fc.integer({ min: 1, max: 8 }),
			async (pauses, limit) => {
				let running = 0;
				let highest = 0;
				const results = await mapConcurrent(pauses, limit, async (pause, index) => {
					highest = Math.max(highest, ++running);
					await sleep(pause);
					running -= 1;
					return index;
				});
				expect(results).toEqual(pauses.map((_, index) => index));
				expect(highest).toBeLessThanOrEqual(limit);
			},
		),
		{ numRuns: 30 },
	);
});

it.each([1, 2, 3, 4, 5, 10, 100])('works on %i at a time where there are enough', async (limit) => {
	let running = 0;
	let allRun: () => void = () => undefined;
	const together = new Promise<void>((resolve) => (allRun = resolve));
	await mapConcurrent(Array.from({ length: limit * 2 }), limit, async () => {
		if (++running === limit) allRun();
		await together;
	});
	expect(running).toBe(limit * 2);
});

it('does not let the others wait for a slow task', async () => {
	const ended: number[] = [];
	const pauses = [300, ...new Array<number>(40).fill(1)];
	await mapConcurrent(pauses, 4, async (pause, index) => {
		await sleep(pause);
		ended.push(index);
	});
	expect(ended.at(-1)).toBe(0);
});

it('starts nothing after a failure, and rejects with the earliest once all have ended', async () => {
	const started: number[] = [];
	const ended: number[] = [];
	const run = mapConcurrent([30, 10, 20, 0, 0], 3, async (pause, index) => {
		started.push(index);
		await sleep(pause);
		ended.push(index);
		if (index === 1 || index === 0) throw new Error(`entry ${index}`);
	});
	await expect(run).rejects.toThrow('entry 0');
	expect(started).toEqual([0, 1, 2]);
	expect(ended).toEqual([1, 2, 0]);
});
