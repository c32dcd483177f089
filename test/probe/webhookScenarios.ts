import { until } from '../support/until';
import { BODIES, DELIVERY } from './deliveries';
import { PROBE, type Scenario } from './scenario';

const SKIP = { webhook: { answer: 'skip' } } as const;
/** Changes nothing: shows what there is. */
const LOOK = { webhook: { answer: 'skip', isSilent: true } } as const;
const FAILING = { throws: 'refused by the probe' };

const published: Scenario = {
	name: 'published',
	type: 'probeTrigger',
	async play(n8n, record, channel) {
		const deliver = async () => ({ answers: [await n8n.deliver('webhook', DELIVERY)] });
		const look = async () => await record.step('look', { calls: 1, orders: LOOK }, deliver);
		const publish = async () => ({ outcome: await n8n.publish() });

		await n8n.save(PROBE);
		await record.step('publish', { calls: 2 }, publish);
		await record.step('delivery', { calls: 1, executions: 1 }, deliver);
		await record.step('delivery that starts nothing', { calls: 1, orders: SKIP }, deliver);
		await record.step(
			'refused delivery',
			{ calls: 1, orders: { webhook: { answer: 'refuse' } } },
			deliver,
		);
		await record.step('delivery after others', { calls: 1, executions: 1 }, deliver);
		await look();

		await record.step('two at once that start nothing', { calls: 2, orders: SKIP }, async () => {
			channel.hold();
			const both = [deliver(), deliver()];
			await until(() => channel.waiting === 2);
			channel.release();
			await Promise.race(both);
			channel.release();
			return { answers: (await Promise.all(both)).flatMap(({ answers }) => answers) };
		});
		await look();
		await record.step(
			'two at once of which the first to end starts nothing',
			{ calls: 2, executions: 1, orders: SKIP },
			async () => {
				channel.hold();
				const first = deliver();
				await until(() => channel.waiting === 1);
				channel.tell({});
				const second = deliver();
				await until(() => channel.waiting === 2);
				channel.release();
				const answers = (await first).answers;
				channel.release();
				return { answers: [...answers, ...(await second).answers] };
			},
		);
		await look();

		await record.step(
			'delivery that fails',
			{ calls: 1, executions: 1, orders: { webhook: FAILING } },
			deliver,
		);
		await look();
		for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
			await n8n.save({ ...PROBE, onError });
			await record.step(`publish with ${onError}`, {}, publish);
			await record.step(
				`delivery that fails with ${onError}`,
				{ calls: 1, executions: 1, orders: { webhook: FAILING } },
				deliver,
			);
		}

		await n8n.save(PROBE);
		await record.step('publish again, unchanged', {}, publish);
		await n8n.save({ ...PROBE, note: 'second' });
		await record.step('publish again, changed', { calls: 3 }, publish);
		await look();
		await n8n.save({ name: 'Renamed', note: 'second' });
		await record.step('publish again, renamed', { calls: 3 }, publish);
		await look();
		await n8n.save({ ...PROBE, note: 'second' });
		await record.step('publish again, with its old name', { calls: 3 }, publish);
		await look();
		await n8n.save({ ...PROBE, note: 'second', disabled: true });
		await record.step('publish again, disabled', { calls: 0 }, publish);
		await record.step('delivery to the disabled', { orders: LOOK }, deliver);
		await n8n.save({ ...PROBE, note: 'second' });
		await record.step('publish again, enabled', { calls: 0 }, publish);
		await look();
		await record.step('unpublish', { calls: 1 }, async () => ({ outcome: await n8n.unpublish() }));
		await record.step('delivery to the unpublished', {}, deliver);
		await record.step('publish once more', { calls: 2 }, publish);
		await record.step('unpublish once more', { calls: 1 }, async () => ({
			outcome: await n8n.unpublish(),
		}));
	},
};

const bodies: Scenario = {
	name: 'bodies',
	type: 'probeTrigger',
	async play(n8n, record) {
		await n8n.save(PROBE);
		await record.step('publish', { calls: 2 }, async () => ({ outcome: await n8n.publish() }));
		const orders = { webhook: { answer: 'skip', isSilent: true, readsBody: true } } as const;
		for (const [name, delivery] of Object.entries(BODIES)) {
			await record.step(name, { orders }, async () => ({
				answers: [await n8n.deliver('webhook', delivery)],
			}));
		}
		await record.step('unpublish', { calls: 1 }, async () => ({ outcome: await n8n.unpublish() }));
	},
};

const tests: Scenario = {
	name: 'tests',
	type: 'probeTrigger',
	async play(n8n, record) {
		const deliverTo = (endpoint: 'webhook' | 'webhook-test') => async () => ({
			answers: [await n8n.deliver(endpoint, DELIVERY)],
		});
		const listen = async () => ({ outcome: await n8n.test() });
		const cancel = async () => await n8n.cancelTest();
		const production = deliverTo('webhook');
		const test = deliverTo('webhook-test');

		await n8n.save(PROBE);
		await record.step('listen', { calls: 2 }, listen);
		await record.step('test event', { calls: 2, executions: 1 }, test);
		await record.step('event after the test', {}, test);
		await record.step('listen again', { calls: 2 }, listen);
		await record.step('cancel', { calls: 1 }, cancel);
		await record.step(
			'publish where it exists already',
			{ calls: 1, orders: { checkExists: { exists: true } } },
			async () => ({ outcome: await n8n.publish() }),
		);
		await record.step('delivery that starts nothing', { calls: 1, orders: SKIP }, production);
		await record.step('listen while published', { calls: 2 }, listen);
		await record.step('delivery while a test listens', { calls: 1, executions: 1 }, production);
		await record.step('test event that starts nothing', { calls: 1, orders: SKIP }, test);
		await record.step(
			'refused test event',
			{ calls: 1, orders: { webhook: { answer: 'refuse' } } },
			test,
		);
		await record.step(
			'test event that fails',
			{ calls: 2, executions: 1, orders: { webhook: FAILING } },
			test,
		);
		await record.step('look', { calls: 1, orders: LOOK }, production);
		await record.step('listen', { calls: 2 }, listen);
		await record.step('listen a second time', { calls: 2 }, listen);
		await record.step('cancel both', { calls: 1 }, cancel);
		await record.step(
			'listen with a create that fails',
			{ calls: 3, orders: { create: FAILING } },
			listen,
		);
		await record.step(
			'listen with a create and a delete that fail',
			{ calls: 3, orders: { create: FAILING, delete: FAILING } },
			listen,
		);
		await record.step('cancel what failed', { calls: 1 }, cancel);
		await record.step('listen', { calls: 2 }, listen);
		await record.step(
			'test event whose delete fails',
			{ calls: 2, executions: 1, orders: { delete: FAILING } },
			test,
		);
		await record.step('listen', { calls: 2 }, listen);
		await record.step('unpublish while a test listens', { calls: 1 }, async () => ({
			outcome: await n8n.unpublish(),
		}));
		await record.step('test event while unpublished', { calls: 2, executions: 1 }, test);
	},
};

const failures: Scenario = {
	name: 'failures',
	type: 'probeTrigger',
	async play(n8n, record) {
		const publish = async () => ({ outcome: await n8n.publish() });
		const unpublish = async () => ({ outcome: await n8n.unpublish() });
		const deliver = async () => ({ answers: [await n8n.deliver('webhook', DELIVERY)] });

		await n8n.save(PROBE);
		await record.step(
			'publish with a create that fails',
			{ calls: 15, orders: { create: FAILING } },
			publish,
		);
		await record.step('delivery to what failed', {}, deliver);
		await n8n.save({ ...PROBE, note: 'second' });
		await record.step('publish after the failure', { calls: 3 }, publish);
		await record.step(
			'unpublish with a delete that fails',
			{ calls: 3, orders: { delete: FAILING } },
			unpublish,
		);
		await record.step(
			'publish with a create that fails twice',
			{ calls: 8, orders: { create: { ...FAILING, times: 2 } } },
			publish,
		);
		await n8n.save({ ...PROBE, note: 'third' });
		await record.step(
			'publish again with a delete that fails',
			{ calls: 5, orders: { delete: FAILING } },
			async () => publish(),
		);
		await record.step('look', { calls: 1, orders: LOOK }, deliver);
		await record.step('unpublish', { calls: 1 }, unpublish);
	},
};

const totalFailure: Scenario = {
	name: 'failures of both',
	type: 'probeTrigger',
	async play(n8n, record) {
		await n8n.save(PROBE);
		await record.step(
			'publish with a create and a delete that fail',
			{ calls: 15, orders: { create: FAILING, delete: FAILING } },
			async () => ({ outcome: await n8n.publish() }),
		);
		await record.step('publish again, unchanged', {}, async () => ({
			outcome: await n8n.publish(),
		}));
		await record.step('unpublish', { calls: 1 }, async () => ({ outcome: await n8n.unpublish() }));
	},
};

const restarts: Scenario = {
	name: 'restarts',
	type: 'probeTrigger',
	restarts: 2,
	async play(n8n, record) {
		const deliver = async () => ({ answers: [await n8n.deliver('webhook', DELIVERY)] });
		await n8n.save(PROBE);
		await record.step('publish', { calls: 2 }, async () => ({ outcome: await n8n.publish() }));
		await record.step('delivery that starts nothing', { calls: 1, orders: SKIP }, deliver);
		await record.step('restart', {}, async () => await n8n.restart('in order'));
		await record.step('look', { calls: 1, orders: LOOK }, deliver);
		await record.step('listen', { calls: 2 }, async () => ({ outcome: await n8n.test() }));
		await record.step('crash', {}, async () => await n8n.restart('crash'));
		await record.step('test event after the crash', {}, async () => ({
			answers: [await n8n.deliver('webhook-test', DELIVERY)],
		}));
		await record.step('delivery after the crash', { calls: 1, executions: 1 }, deliver);
		await record.step('unpublish', { calls: 1 }, async () => ({ outcome: await n8n.unpublish() }));
	},
};

export const WEBHOOK_SCENARIOS: readonly Scenario[] = [
	published,
	bodies,
	tests,
	failures,
	totalFailure,
	restarts,
];
