import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SignalFork } from '../../nodes/Sonzai/api/signalFork';
import { TimeLimitReached, timeLimit, withinTime } from '../../nodes/Sonzai/api/timeLimit';

const never = async () => await new Promise<never>(() => undefined);
const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;

it('gives what the task gives, in time', async () => {
	const stop = new AbortController();
	expect(await withinTime(60_000, stop.signal, async () => await Promise.resolve(1))).toBe(1);
	await expect(
		withinTime(60_000, stop.signal, async () => await Promise.reject(new Error('no'))),
	).rejects.toThrow('no');
	expect(listeners(stop.signal)).toBe(0);
});

it('ends a task that does not end, and tells it so', async () => {
	let told: AbortSignal | undefined;
	const run = withinTime(10, undefined, async (signal) => {
		told = signal;
		return await never();
	});
	await expect(run).rejects.toThrow(TimeLimitReached);
	expect(told?.aborted).toBe(true);
});

it('ends with the outer signal, for its reason', async () => {
	const stop = new AbortController();
	const run = withinTime(60_000, stop.signal, never);
	stop.abort(new Error('stopped'));
	await expect(run).rejects.toThrow('stopped');
	await expect(withinTime(60_000, stop.signal, never)).rejects.toThrow('stopped');
	expect(listeners(stop.signal)).toBe(0);
});

it('tells when the time is over', async () => {
	const signal = timeLimit(5, new Error('over'));
	expect(signal.aborted).toBe(false);
	while (!signal.aborted) await sleep(5);
	expect(signal.reason).toEqual(new Error('over'));
});

describe('the branches of a signal', () => {
	it('end with it, one listener for all of them', () => {
		const stop = new AbortController();
		const fork = new SignalFork(stop.signal);
		const branches = Array.from({ length: 100 }, () => fork.branch());
		expect(listeners(stop.signal)).toBe(1);
		stop.abort('stopped');
		expect(branches.map(({ signal }) => signal.reason as unknown)).toEqual(
			new Array(100).fill('stopped'),
		);
		expect(fork.branch().signal.aborted).toBe(true);
	});

	it('leave nothing behind', () => {
		const stop = new AbortController();
		const fork = new SignalFork(stop.signal);
		for (const branch of [fork.branch(), fork.branch()]) branch.release();
		expect(listeners(stop.signal)).toBe(0);
		const { signal } = fork.branch();
		stop.abort();
		expect(signal.aborted).toBe(true);
	});
});
