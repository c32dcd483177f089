import fc from 'fast-check';
import {
	chains,
	latest,
	readAttempt,
	type Attempt,
} from '../../nodes/Sonzai/polling/deliveryChains';
import { failedEvents } from '../../nodes/Sonzai/polling/failedDeliveries';

const NOW = new Date('2026-03-01T12:00:00Z');
let count = 0;

function attempt(body: string, number: number, status: string, second: number): Attempt {
	return readAttempt({
		attempt_id: `attempt ${++count}`,
		attempt_number: number,
		request_body: Buffer.from(body).toString('base64'),
		response_code: status === 'success' ? 200 : 500,
		status,
		created_at: new Date(NOW.getTime() - 3_600_000 + second * 1000).toISOString(),
	});
}

it('puts the attempts of an event together, in whichever order they are listed', () => {
	const attempts = [
		attempt('a', 3, 'failed', 30),
		attempt('b', 1, 'success', 20),
		attempt('a', 1, 'retrying', 1),
		attempt('a', 2, 'retrying', 10),
	];
	expect(chains(attempts).map((chain) => chain.map(({ number }) => number))).toEqual([
		[1, 2, 3],
		[1],
	]);
});

it('keeps the order of events that failed within the same instant: the log has the newest first', () => {
	const attempts = ['c', 'b', 'a'].map((body) => attempt(body, 1, 'failed', 1));
	const bodies = chains(attempts).map(([{ body }]) => Buffer.from(body, 'base64').toString());
	expect(bodies).toEqual(['a', 'b', 'c']);
});

it('begins another event at attempt 1, and after a delivery', () => {
	const attempts = [
		attempt('a', 1, 'retrying', 1),
		attempt('a', 1, 'retrying', 2),
		attempt('a', 2, 'success', 3),
		attempt('a', 2, 'failed', 4),
	];
	expect(chains(attempts).map((chain) => latest(chain).isDelivered)).toEqual([true, false]);
});

it('counts as many lost events as there are, however equal ones interleave', () => {
	fc.assert(
		fc.property(
			fc.array(
				fc.record({
					body: fc.constantFrom('a', 'b'),
					tries: fc.integer({ min: 1, max: 4 }),
					isDelivered: fc.boolean(),
					start: fc.integer({ min: 0, max: 50 }),
				}),
				{ maxLength: 12 },
			),
			(events) => {
				// All equal events are retried by the same plan, as on the platform.
				const attempts = events.flatMap(({ body, tries, isDelivered, start }) =>
					Array.from({ length: tries }, (_, index) => {
						const isLast = index === tries - 1;
						const status = !isLast ? 'retrying' : isDelivered ? 'success' : 'failed';
						return attempt(body, index + 1, status, start + index * 10);
					}),
				);
				const { messages } = failedEvents('agent.message', attempts, NOW);
				expect(messages).toHaveLength(events.filter(({ isDelivered }) => !isDelivered).length);
			},
		),
	);
});

it('reaches back to the beginning of the oldest event that is still open', () => {
	const attempts = [
		attempt('a', 1, 'failed', 1),
		attempt('b', 1, 'retrying', 2),
		attempt('c', 1, 'success', 3),
		attempt('b', 2, 'retrying', 4),
	];
	expect(failedEvents('x', attempts, NOW).since).toBe(attempts[1]!.createdAt);
	expect(failedEvents('x', attempts.slice(0, 1), NOW).since).toBe(attempts[0]!.createdAt);
	expect(failedEvents('x', [], NOW, '2026-01-01T00:00:00Z').since).toBe('2026-01-01T00:00:00Z');
});

it('hands over bodies that are no objects, and events whose body the platform does not tell', () => {
	const items = (row: object) =>
		failedEvents(
			'x',
			[
				readAttempt({
					attempt_id: '1',
					attempt_number: 1,
					status: 'failed',
					created_at: '2026',
					...row,
				}),
			],
			NOW,
		).messages.map(({ json }) => json);
	const encoded = (text: string) => ({ request_body: Buffer.from(text).toString('base64') });
	expect(items(encoded('{"a":1}'))).toEqual([{ event_type: 'x', a: 1 }]);
	expect(items(encoded('[1]'))).toEqual([{ event_type: 'x', payload: [1] }]);
	expect(items(encoded('not JSON'))).toEqual([{ event_type: 'x', payload: 'not JSON' }]);
	expect(items({})).toEqual([{ event_type: 'x', payload: '' }]);
});

it('reaches back to the oldest event still open, beside one whose beginning has no time', () => {
	const first = { ...attempt('a', 1, 'retrying', 0), createdAt: '' };
	const attempts = [attempt('b', 1, 'retrying', 20), attempt('a', 2, 'retrying', 10), first];
	expect(failedEvents('x', attempts, NOW).since).toBe(attempts[0]!.createdAt);
});
