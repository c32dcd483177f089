import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimit } from '../../nodes/Sonzai/api/rateLimit';

/** Lets requests in, and tells which have come in so far. */
function entries(limit: RateLimit, ...seniorities: number[]): number[] {
	const entered: number[] = [];
	for (const seniority of seniorities) {
		void limit.enter(seniority).then(() => entered.push(seniority));
	}
	return entered;
}

it('has no bound before the first refusal', async () => {
	const entered = entries(new RateLimit(), 0, 1, 2, 3);
	await sleep(1);
	expect(entered).toEqual([0, 1, 2, 3]);
});

it('holds everything back for as long as told, then lets the oldest through first', async () => {
	const limit = new RateLimit();
	entries(limit, 0, 1, 2, 3);
	await sleep(1);
	for (let refused = 0; refused < 4; refused++) limit.leave(40);
	const entered = entries(limit, 7, 2, 5, 0);
	await sleep(20);
	expect(entered).toEqual([]);
	await sleep(40);
	// Four were under way: half as many are now.
	expect(entered).toEqual([0, 2]);
	limit.leave();
	await sleep(1);
	expect(entered).toEqual([0, 2, 5]);
});

it('lets more through as long as all goes well', async () => {
	const limit = new RateLimit();
	entries(limit, 0, 1);
	await sleep(1);
	limit.leave(1);
	limit.leave(1);
	const entered = entries(limit, 0, 1, 2, 3, 4, 5, 6);
	await sleep(20);
	expect(entered).toEqual([0]);
	limit.leave();
	await sleep(1);
	expect(entered).toEqual([0, 1, 2]);
	limit.leave();
	limit.leave();
	await sleep(1);
	expect(entered).toHaveLength(5);
});

it('ends all waiting with the execution', async () => {
	const stop = new AbortController();
	const limit = new RateLimit(stop.signal);
	entries(limit, 0);
	await sleep(1);
	limit.leave(60_000);
	const entered = entries(limit, 0, 1);
	stop.abort();
	await sleep(5);
	expect(entered).toEqual([0, 1]);
});
