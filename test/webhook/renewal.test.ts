import type { IDataObject } from 'n8n-workflow';
import { message, useTrigger } from '../support/webhook';

const on = useTrigger();

describe('a secret that is no longer valid', () => {
	it('is renewed by a delivery of the own registration, whose next attempt is accepted', async () => {
		await on.host.publish(message);
		on.host.staticData = {};
		await on.emit('agent.message');
		expect(on.host.started).toEqual([]);
		expect(on.sandbox.deliveries().at(-1)).toMatchObject({ response_code: 503 });
		await on.sandbox.clock.advance(2000);
		expect(on.host.started).toHaveLength(1);
	});

	describe('is renewed at most once a minute', () => {
		const renewals = () =>
			on.platform.writes().filter(({ path }) => path.endsWith('/rotate-secret'));

		async function deliverWith(staticData: IDataObject): Promise<void> {
			on.host.staticData = staticData;
			await on.emit('agent.message');
		}

		it('by one process, whatever was saved', async () => {
			await on.host.publish(message);
			await deliverWith({});
			await deliverWith({});
			expect(renewals()).toHaveLength(1);

			const { now } = Date;
			const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 61_000);
			try {
				await deliverWith({});
			} finally {
				clock.mockRestore();
			}
			expect(renewals()).toHaveLength(2);
		});

		it('by any process that finds it saved', async () => {
			await on.host.publish(message);
			await deliverWith({ renewedAt: { 'agent.message': Date.now() } });
			expect(renewals()).toEqual([]);
			await deliverWith({ renewedAt: { 'agent.message': Date.now() - 61_000 } });
			expect(renewals()).toHaveLength(1);
		});
	});

	it('is not renewed by a stranger', async () => {
		await on.host.publish(message);
		on.host.staticData = {};
		const response = await fetch(on.host.productionUrl('agent.message'), {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'sonzai-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`,
				authorization: 'Bearer guess',
			},
			body: '{}',
		});
		expect(response.status).toBe(401);
		expect(on.sandbox.requests().map(({ operationId }) => operationId)).not.toContain(
			'rotateWebhookSigningSecretForTenant',
		);
	});

	it('does no harm while both are valid', async () => {
		await on.host.publish(message);
		await on.platform.rotate('agent.message');
		await on.emit('agent.message');
		expect(on.host.started).toHaveLength(1);
	});
});
