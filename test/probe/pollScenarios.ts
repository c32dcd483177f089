import { until } from '../support/until';
import type { PollOrder } from './collector';
import type { N8nUnderProbe } from './n8nUnderProbe';
import type { Recorder } from './record';
import { PROBE, type Scenario } from './scenario';

const LOOK: PollOrder = { isEmpty: true, isSilent: true };
const FAILING: PollOrder = { throws: 'refused by the probe' };

function stepsOf(n8n: N8nUnderProbe, record: Recorder) {
	return {
		poll: async (name: string, order: PollOrder, executions = 0) =>
			await record.step(
				name,
				{ calls: 1, executions, orders: { poll: order } },
				async () => await n8n.tick(),
			),
		publish: async (name: string, note: string, order: PollOrder, executions = 0, calls = 1) =>
			await record.step(
				name,
				{ calls, executions, orders: { poll: { ...order, note, isActivation: true } } },
				async () => ({
					outcome: await n8n.publish(),
				}),
			),
		unpublish: async () =>
			await record.step('unpublish', {}, async () => ({ outcome: await n8n.unpublish() })),
	};
}

const polls: Scenario['play'] = async (n8n, record) => {
	const { poll, publish, unpublish } = stepsOf(n8n, record);
	await n8n.save(PROBE);
	await record.step('fetch a test event', { calls: 1, executions: 1 }, async () => ({
		outcome: await n8n.test(),
	}));
	await publish('publish', 'first', {}, 1);
	await poll('poll that finds nothing', { isEmpty: true });
	await poll('look', LOOK);
	await poll('poll that finds something', {}, 1);
	await poll('poll that fails', FAILING, 1);
	await poll('look', LOOK);
	await poll('poll that finds something without a mark', { isSilent: true }, 1);
	await record.step(
		'fetch a test event while published',
		{ calls: 1, executions: 1 },
		async () => ({ outcome: await n8n.test() }),
	);
	await record.step(
		'fetch a test event that fails',
		{ calls: 1, executions: 1, orders: { fetch: FAILING } },
		async () => ({ outcome: await n8n.test() }),
	);
	await poll('look', LOOK);
	await n8n.save({ ...PROBE, note: 'second' });
	await publish('publish again, changed', 'second', {}, 1);
	await poll('poll that finds nothing', { isEmpty: true });
	await n8n.save({ name: 'Renamed', note: 'third' });
	await publish('publish again, renamed', 'third', { isEmpty: true });
	await poll('poll that finds something', {}, 1);
	await unpublish();
	await publish('publish once more', 'third', { isEmpty: true });
	await unpublish();
};

const restarts: Scenario['play'] = async (n8n, record, channel) => {
	const { poll, publish, unpublish } = stepsOf(n8n, record);
	await n8n.save(PROBE);
	await publish('publish', 'first', {}, 1);
	await poll('poll that finds nothing', { isEmpty: true });
	await record.step('restart', { calls: 1, executions: 1 }, async () => {
		await n8n.restart('in order', () => channel.tell({ poll: {} }));
	});
	await poll('poll that finds nothing', { isEmpty: true });
	await record.step(
		'crash during a poll',
		{ calls: 2, executions: 1, orders: { poll: {} } },
		async () => {
			channel.hold();
			const polling = n8n.tick();
			await until(() => channel.waiting === 1);
			await n8n.restart('crash', () => {
				channel.release();
				channel.tell({ poll: {} });
			});
			await polling;
		},
	);
	await poll('look', LOOK);
	await unpublish();
};

const failingActivation: Scenario['play'] = async (n8n, record) => {
	const { publish, unpublish } = stepsOf(n8n, record);
	await n8n.save(PROBE);
	await publish('publish with a poll that fails', 'first', { ...FAILING, times: 5 }, 0, 5);
	await publish('publish after the failure', 'first', {}, 1);
	await unpublish();
};

const type = 'probePollTrigger';

export const POLL_SCENARIOS: readonly Scenario[] = [
	{ name: 'polls', type, play: polls },
	{ name: 'polls that fail at activation', type, play: failingActivation },
	{ name: 'polls and restarts', type, restarts: 2, play: restarts },
	{ name: 'polls with durable cursors', type, isDurable: true, play: polls },
	{
		name: 'polls and restarts with durable cursors',
		type,
		restarts: 2,
		isDurable: true,
		play: restarts,
	},
];
