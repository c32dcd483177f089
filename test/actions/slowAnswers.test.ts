import { runNode } from '../../harness/engine/engine';
import { startDrippingServer } from '../support/drip';
import { EVERY_OPERATION, type OperationInput } from '../support/everyOperation';
import { ownTimeLimits } from '../support/timeLimits';
import { until } from '../support/until';

const INPUT: OperationInput = {
	name: 'Luna',
	agent: '8f14e45f-ceea-467f-a8b4-9d0c3a1f7b21',
	user: 'ada',
	event: 'agent.message',
	message: 'm1',
	schedule: 's1',
	notification: 'n1',
	project: 'p1',
};

let server: Awaited<ReturnType<typeof startDrippingServer>>;
afterEach(async () => {
	jest.restoreAllMocks();
	await server.close();
});

describe.each(['header', 'body'] as const)('an answer whose %s never ends', (where) => {
	it.each(Object.entries(EVERY_OPERATION))('ends %s', async (name, { parameters }) => {
		const limits = ownTimeLimits();
		server = await startDrippingServer(where, () => limits.pass());
		const [resource = '', operation = ''] = name.split(': ');
		const run = await runNode({ resource, operation, ...parameters }, [INPUT], {
			credentials: { apiKey: 'k', baseUrl: server.url },
		});
		expect(run.error?.message).toContain(`Sonzai at ${server.url} did not answer in time`);
		expect(run.output).toEqual([]);
		// Twice where that does no harm; otherwise it may have happened.
		expect(server.requests).toHaveLength(run.error?.message.includes(' may ') ? 1 : 2);
		expect(limits.set[0]).toBe(20_000);
		expect(limits.set.reduce((sum, ms) => sum + ms)).toBeLessThanOrEqual(40_000);
		await until(() => server.open() === 0);
	});
});
