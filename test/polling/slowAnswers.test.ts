import { handOn, startDrippingServer } from '../support/drip';
import { pollHost, say, texts, useSandbox } from '../support/polling';
import { ownTimeLimits } from '../support/timeLimits';
import { until } from '../support/until';

const sandbox = useSandbox();

let server: Awaited<ReturnType<typeof startDrippingServer>>;
afterEach(async () => {
	jest.restoreAllMocks();
	await server.close();
});

it.each(['header', 'body'] as const)(
	'hands over at the next poll after an answer whose %s never ends',
	async (where) => {
		const { api } = sandbox;
		say(api, 'Luna', 'hello');
		const limits = ownTimeLimits();
		let isSlow = true;
		let isDripping = false;
		server = await startDrippingServer(
			where,
			() => (isDripping = true),
			(request, response) => {
				if (!isSlow) handOn(api.url, request, response);
				return !isSlow;
			},
		);
		const credentials = { apiKey: api.apiKey, baseUrl: server.url };
		const host = pollHost(api, { agentIds: ['Luna'] }, { credentials });

		const slow = host.poll();
		await until(() => isDripping);
		expect(await host.poll()).toBe('nothing');
		expect(host.warnings).toEqual([
			'Sonzai Notification Trigger skipped a poll: the one before is still under way',
		]);
		limits.pass();
		expect(await slow).toBe('failed');
		expect(host.errors[0]?.message).toContain('did not answer in time');
		expect(limits.set).toContain(10_000);
		await until(() => server.open() === 0);

		isSlow = false;
		expect(await host.poll()).toBe('handed over');
		expect(texts(host.database.items)).toEqual(['hello']);
	},
);

it('hands over what was listed when the time for the whole poll is over', async () => {
	const { api } = sandbox;
	say(api, 'Luna', 'hello');
	const limits = ownTimeLimits();
	let dripping = 0;
	const slow = Array.from({ length: 30 }, (_, index) => `slow-${index}`);
	server = await startDrippingServer(
		'body',
		// Twenty at a time, ten seconds each, do not fit into eleven seconds.
		() => {
			if (++dripping === 19 || dripping === 30) limits.pass();
		},
		(request, response) => {
			const isSlow = request.url?.includes('slow-') ?? false;
			if (!isSlow) handOn(api.url, request, response);
			return !isSlow;
		},
	);
	const credentials = { apiKey: api.apiKey, baseUrl: server.url };
	const host = pollHost(api, { agentIds: ['Luna', ...slow] }, { credentials, budgetMs: 11_000 });
	expect(await host.poll()).toBe('handed over');
	expect(texts(host.database.items)).toEqual(['hello']);
	expect(limits.set[0]).toBe(9900);
});
