import { retryabilityFromError } from '../support/retryability';
import { countRequests, pending, pollHost, say, texts, useSandbox } from '../support/polling';

const sandbox = useSandbox();
const LIST = '/agents/{agentId}/notifications';
const CONSUME = '/agents/{agentId}/notifications/{messageId}/consume';

it("tells n8n's back-off the status and how long Sonzai asks to wait", async () => {
	const { api } = sandbox;
	say(api, 'Luna', 'hello');
	const host = pollHost(api, { agentIds: ['Luna'] });
	api.faults.add({ path: LIST, times: 1, status: 429, retryAfter: 120 });
	expect(await host.poll()).toBe('failed');
	expect(retryabilityFromError(host.errors[0])).toEqual({
		retryable: 'yes',
		status: 429,
		retryAfterMs: 120_000,
	});
	expect(countRequests(api, 'listNotifications')).toBe(1);
	await host.poll();
	expect(texts(host.database.items)).toEqual(['hello']);
});

it.each([500, 503])('leaves the retry after HTTP %i to the next poll', async (status) => {
	const { api } = sandbox;
	say(api, 'Luna', 'hello');
	const host = pollHost(api, { agentIds: ['Luna'] });
	api.faults.add({ path: LIST, times: 1, status });
	expect(await host.poll()).toBe('failed');
	expect(retryabilityFromError(host.errors[0])).toEqual({ retryable: 'yes', status });
	expect(countRequests(api, 'listNotifications')).toBe(1);
	await host.poll();
	expect(texts(host.database.items)).toEqual(['hello']);
});

it('survives connections that end without an answer', async () => {
	const { api } = sandbox;
	say(api, 'Luna', 'hello');
	const host = pollHost(api, { agentIds: ['Luna'] });
	api.faults.add({ path: LIST, times: 1, reset: true });
	expect(await host.poll()).toBe('failed');
	await host.poll();
	expect(texts(host.database.items)).toEqual(['hello']);
});

it('hands the others over when one agent fails, and reports that once', async () => {
	const { api } = sandbox;
	const host = pollHost(api, { agentIds: ['Nobody', 'Luna'] });
	say(api, 'Luna', 'one');
	expect(await host.activate()).toBe('handed over');
	say(api, 'Luna', 'two');
	expect(await host.poll()).toBe('handed over');
	await host.poll();
	expect(texts(host.database.items)).toEqual(['one', 'two']);
	expect(host.errors.map(({ message }) => message)).toEqual([
		expect.stringContaining(
			'The other queues are watched, but agent "Nobody" could not be listed.',
		),
	]);
	expect(host.errors[0]!.httpCode).toBe('404');
	expect(host.warnings).toHaveLength(3);
});

it('reports an agent anew that failed, worked and fails again', async () => {
	const { api } = sandbox;
	const host = pollHost(api);
	for (const isFailing of [true, true, false, true]) {
		if (isFailing) api.faults.add({ path: LIST, times: 1, status: 500 });
		await host.poll();
	}
	expect(host.errors).toHaveLength(2);
});

it('hands a message over later when its agent could not be asked', async () => {
	const { api } = sandbox;
	say(api, 'Luna', 'one');
	const host = pollHost(api);
	await host.poll();
	say(api, 'Luna', 'two');
	say(api, 'Atlas', 'three');
	api.faults.add({ path: LIST, times: 1, status: 502 });
	await host.poll();
	await host.poll();
	await host.poll();
	expect(texts(host.database.items).sort()).toEqual(['one', 'three', 'two']);
	expect(await pending(api, 'Luna')).toEqual([]);
});

it('stops the publishing with what to do when no agent can be asked', async () => {
	const { api } = sandbox;
	await expect(pollHost(api, { agentIds: ['Nobody'] }).activate()).rejects.toThrow(
		/HTTP 404.*Check the IDs and names/,
	);
	await expect(pollHost(api, { agentIds: [] }).activate()).rejects.toThrow(
		"'Agent Names or IDs' is empty. Choose at least one agent.",
	);
	await expect(pollHost(api, { filters: { userId: '={{ "" }}' } }).activate()).rejects.toThrow(
		"The filter 'User ID' is empty",
	);
	await expect(pollHost(api, { agentIds: ['..'] }).activate()).rejects.toThrow(
		'"..", which cannot be an ID or name in Sonzai',
	);
	await expect(
		pollHost(api, {}, { credentials: { apiKey: 'sk_wrong', baseUrl: api.url } }).activate(),
	).rejects.toThrow('Sonzai does not accept the API key');
	await expect(
		pollHost(api, {}, { credentials: { apiKey: 'sk', baseUrl: 'http://127.0.0.1:1' } }).activate(),
	).rejects.toThrow('refused the connection');
});

it('tries a consume again that failed, and emits nothing twice', async () => {
	const { api } = sandbox;
	say(api, 'Luna', 'one', 'two', 'three');
	const host = pollHost(api);
	await host.poll();
	api.faults.add({ path: CONSUME, times: 2, status: 500 });
	expect(await host.poll()).toBe('nothing');
	expect(host.warnings).toEqual([
		expect.stringContaining('left 2 messages for the next poll to mark as consumed: Sonzai had'),
	]);
	await host.poll();
	expect(await pending(api, 'Luna')).toEqual([]);
	expect(host.database.items).toHaveLength(3);
});

it('stops consuming at a rate limit, and lets n8n wait when nothing is new', async () => {
	const { api } = sandbox;
	say(api, 'Luna', ...Array.from({ length: 100 }, (_, index) => `${index}`));
	const host = pollHost(api);
	await host.poll();
	api.faults.add({ path: CONSUME, skip: 10, status: 429, retryAfter: 30 });
	expect(await host.poll()).toBe('failed');
	expect(retryabilityFromError(host.errors[0]).retryAfterMs).toBe(30_000);
	expect(countRequests(api, 'consumeNotification')).toBeLessThan(40);

	say(api, 'Luna', 'new');
	expect(await host.poll()).toBe('handed over');
	api.faults.clear();
	await host.poll();
	await host.poll();
	expect(host.database.items).toHaveLength(101);
	expect(await pending(api, 'Luna')).toEqual([]);
});

it('gets through its backlog of consumes when each poll is given little time', async () => {
	const { api } = sandbox;
	say(api, 'Luna', ...Array.from({ length: 100 }, (_, index) => `${index}`));
	api.faults.add({ path: CONSUME, latencyMs: 400 });
	const host = pollHost(api, {}, { budgetMs: 1_500 });
	await host.poll();
	let left = await pending(api, 'Luna');
	for (let poll = 0; left.length > 0 && poll < 20; poll++) {
		await host.poll();
		const now = await pending(api, 'Luna');
		expect(now.length).toBeLessThan(left.length);
		left = now;
	}
	expect(left).toEqual([]);
	expect(host.database.items).toHaveLength(100);
	expect(host.warnings[0]).toContain('this poll ran out of time');
});

it('takes a message that is gone for consumed', async () => {
	const { api } = sandbox;
	say(api, 'Luna', 'one');
	const host = pollHost(api);
	await host.poll();
	api.faults.add({ path: CONSUME, times: 1, status: 404 });
	await host.poll();
	expect(host.warnings).toEqual([]);
	expect(host.errors).toEqual([]);
});
