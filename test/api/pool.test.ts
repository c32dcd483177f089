import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { mapConcurrent } from '../../nodes/Sonzai/api/pool';
import { rendezvous } from '../support/rendezvous';

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
	const met = rendezvous(limit);
	const results = await mapConcurrent(Array.from({ length: limit * 2 }), limit, async () => {
		await met();
		return 'met';
	});
	expect(results).toEqual(new Array(limit * 2).fill('met'));
});

it('does not let the others wait for a slow task', async () => {
	const ended: number[] = [];
	const others = rendezvous(41);
	await mapConcurrent(Array.from({ length: 41 }), 4, async (_, index) => {
		const allHere = others();
		if (index === 0) await allHere;
		ended.push(index);
	});
	expect(ended).toHaveLength(41);
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

it('starts each task when it may, and none after a failure', async () => {
	const started: number[] = [];
	let asked = 0;
	const run = mapConcurrent(
		[0, 1, 2, 3],
		2,
		async (entry) => {
			started.push(entry);
			if (entry === 1) throw new Error('entry 1');
			await sleep(5);
		},
		async () => {
			asked += 1;
			await sleep(1);
		},
	);
	await expect(run).rejects.toThrow('entry 1');
	expect(started).toEqual([0, 1]);
	expect(asked).toBe(2);
});
