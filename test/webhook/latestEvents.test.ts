import { LatestEvents } from '../../nodes/Sonzai/webhook/latestEvents';

const ACCEPTED = Promise.resolve(true);

/** Claims the events of those numbers, one after the other. */
async function claimAll(events: LatestEvents, from: number, to: number, type = 'agent.message') {
	const found = [];
	for (let n = from; n <= to; n++) {
		found.push(await events.claim('node', type, Buffer.from(`${n}`), ACCEPTED));
	}
	return found;
}

it('remembers an event until 500 others of its type have come', async () => {
	const events = new LatestEvents();
	expect(new Set(await claimAll(events, 0, 499))).toEqual(new Set(['first']));
	expect(await claimAll(events, 0, 0)).toEqual(['repeated']);
	await claimAll(events, 500, 999);
	expect(await claimAll(events, 0, 0)).toEqual(['first']);
});

it('is not made to forget by events of other types', async () => {
	const events = new LatestEvents();
	await claimAll(events, 0, 0);
	await claimAll(events, 0, 999, 'agent.wakeup');
	expect(await claimAll(events, 0, 0)).toEqual(['repeated']);
});

it('takes an event for new whose delivery was not accepted', async () => {
	const events = new LatestEvents();
	const body = Buffer.from('{}');
	expect(await events.claim('node', 'agent.message', body, Promise.resolve(false))).toBe('first');
	expect(await events.claim('node', 'agent.message', body, ACCEPTED)).toBe('first');
});
