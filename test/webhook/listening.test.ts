import { credentialsOf } from '../../harness/engine/engine';
import { TriggerHost } from '../../harness/engine/triggerHost';
import { until } from '../support/until';
import { FOREIGN, message, useTrigger } from '../support/webhook';

const on = useTrigger();

describe('listening for a test event', () => {
	it('registers the test URL where nothing is published, and removes it after one event', async () => {
		await on.host.listen(message);
		expect(await on.platform.urls()).toEqual({ 'agent.message': on.host.testUrl('agent.message') });
		await on.emit('agent.message', { agent_id: 'a' });
		expect(on.host.started).toEqual([
			{ mode: 'test', json: { event_type: 'agent.message', agent_id: 'a' } },
		]);
		await until(async () => Object.keys(await on.platform.urls()).length === 0);
	});

	it('takes nothing away from production, and brings the test a copy', async () => {
		await on.host.publish(message);
		await on.host.listen(message);
		await on.emit('agent.message', { n: 1 });
		await until(() => on.host.started.length === 2);
		expect(on.host.started.map(({ mode }) => mode).sort()).toEqual(['production', 'test']);
		await until(() => on.host.test === undefined);
		await until(
			async () =>
				(await on.platform.urls())['agent.message'] === on.host.productionUrl('agent.message'),
		);
		await on.emit('agent.message', { n: 2 });
		expect(on.host.started.filter(({ mode }) => mode === 'production')).toHaveLength(2);
		expect(await on.host.checkExists(message)).toBe(true);
	});

	it('leaves production whole when it is cancelled', async () => {
		await on.host.publish(message);
		await on.host.listen(message);
		expect(await on.host.checkExists(message)).toBe(true);
		await on.host.endTest();
		expect(await on.platform.urls()).toEqual({
			'agent.message': on.host.productionUrl('agent.message'),
		});
	});

	it('leaves no mark on production where the endpoints of n8n have other names', async () => {
		const renamed = new TriggerHost({
			credentials: credentialsOf(on.sandbox),
			testEndpoint: 'hooks-in-test',
		});
		await renamed.start();
		try {
			await renamed.publish(message);
			await renamed.listen(message);
			expect((await on.platform.urls())['agent.message']).toContain('hooks-in-test');
			await renamed.endTest();
			expect(await on.platform.urls()).toEqual({
				'agent.message': renamed.productionUrl('agent.message'),
			});
		} finally {
			await renamed.stop();
		}
	});

	it('takes back what it did when a write fails half-way', async () => {
		await on.host.publish(message);
		const write = { method: 'PUT', path: '/webhooks/{eventType}' };
		on.sandbox.faults.add({ ...write, skip: 2, times: 1, status: 403 });
		await expect(
			on.host.listen({ events: ['agent.message', 'agent.wakeup', 'agent.mood_change'] }),
		).rejects.toThrow('may not do this');
		expect(await on.platform.urls()).toEqual({
			'agent.message': on.host.productionUrl('agent.message'),
		});
	});

	it('costs production nothing when n8n crashed during it', async () => {
		await on.host.publish(message);
		await on.host.listen(message);
		await on.host.crash();
		await on.host.start();
		await on.emit('agent.message');
		expect(on.host.started.map(({ mode }) => mode)).toEqual(['production']);
		expect(await on.host.checkExists(message)).toBe(true);
	});

	it('listens for an event that production does not', async () => {
		await on.host.publish(message);
		await on.host.listen({ events: ['agent.message', 'agent.wakeup'] });
		await on.emit('agent.wakeup');
		expect(on.host.started).toMatchObject([{ mode: 'test' }]);
		await until(async () => Object.keys(await on.platform.urls()).length === 1);
	});

	it.each(['fail', 'takeOver'])(
		'refuses what belongs to somebody else (%s)',
		async (onConflict) => {
			await on.platform.put('agent.message', FOREIGN);
			await expect(on.host.listen({ ...message, onConflict })).rejects.toThrow(
				`already delivered to ${FOREIGN}`,
			);
			expect(await on.platform.urls()).toEqual({ 'agent.message': FOREIGN });
		},
	);

	it('survives a publish, and production outlives the test', async () => {
		await on.host.listen(message);
		await on.host.publish(message);
		await on.host.endTest();
		await on.emit('agent.message');
		expect(on.host.started).toMatchObject([{ mode: 'production' }]);
	});

	it('of two people leaves no orphan', async () => {
		await on.host.listen(message);
		await on.host.listen(message);
		await on.host.endTest();
		expect(await on.platform.urls()).toEqual({});
	});
});
