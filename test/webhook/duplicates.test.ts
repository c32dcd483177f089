import { request } from 'undici';
import { sign } from '../../nodes/Sonzai/webhook/signature';
import { until } from '../support/until';
import { message, storedSecret, useTrigger } from '../support/webhook';

const on = useTrigger();

const ignoring = { ...message, options: { ignoreDuplicates: true } };

async function deliver(payload: unknown, agoMs = 0, event = 'agent.message'): Promise<number> {
	const body = JSON.stringify(payload);
	const signedAt = new Date(Date.now() - agoMs);
	const response = await request(on.host.productionUrl(event), {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'sonzai-signature': sign(Buffer.from(body), storedSecret(on.host, event), signedAt),
		},
		body,
	});
	await response.body.dump();
	return response.statusCode;
}

const numbers = () => on.host.started.map(({ json }) => json.n);

describe('an event that comes again', () => {
	it('starts the workflow again unless told otherwise', async () => {
		await on.host.publish(message);
		await deliver({ n: 1 }, 60_000);
		await deliver({ n: 1 });
		expect(numbers()).toEqual([1, 1]);
	});

	it('is accepted and starts nothing where the user said so, with another signature, too', async () => {
		await on.host.publish(ignoring);
		expect(await deliver({ n: 1 }, 60_000)).toBe(200);
		expect(await deliver({ n: 1 })).toBe(200);
		expect(await deliver({ n: 2 })).toBe(200);
		expect(numbers()).toEqual([1, 2]);
	});

	it('at the same time starts the workflow once', async () => {
		await on.host.publish(ignoring);
		const statuses = await Promise.all(
			Array.from({ length: 10 }, async () => await deliver({ n: 1 })),
		);
		expect(statuses).toEqual(Array(10).fill(200));
		expect(numbers()).toEqual([1]);
	});

	it('is one of another type when its type is another', async () => {
		await on.host.publish({ ...ignoring, events: ['agent.message', 'agent.wakeup'] });
		await deliver({ n: 1 });
		await deliver({ n: 1 }, 0, 'agent.wakeup');
		expect(numbers()).toEqual([1, 1]);
	});

	it('is new when n8n could not start the workflow before', async () => {
		await on.host.publish(ignoring);
		on.host.startFailures = 1;
		const statuses = await Promise.all([deliver({ n: 1 }), deliver({ n: 1 }), deliver({ n: 1 })]);
		expect(statuses.sort()).toEqual([200, 200, 500]);
		expect(numbers()).toEqual([1]);
		expect(await deliver({ n: 1 })).toBe(200);
		expect(numbers()).toEqual([1]);
	});

	it('is not known after a restart', async () => {
		await on.host.publish(ignoring);
		await deliver({ n: 1 });
		await on.host.crash();
		await on.host.start();
		await deliver({ n: 1 });
		expect(numbers()).toEqual([1, 1]);
	});

	it('is known when the node was renamed meanwhile', async () => {
		await on.host.publish(ignoring);
		await deliver({ n: 1 });
		on.host.nodeName = 'Renamed';
		await deliver({ n: 1 });
		expect(numbers()).toEqual([1]);
	});

	it('costs n8n no write', async () => {
		await on.host.publish(ignoring);
		const before = on.host.staticData;
		await deliver({ n: 1 });
		await deliver({ n: 1 });
		expect(on.host.staticData).toBe(before);
	});

	it('reaches a test that listens, though production has accepted it', async () => {
		await on.host.publish(ignoring);
		await on.emit('agent.message', { n: 1 });
		await on.host.listen(ignoring);
		await on.emit('agent.message', { n: 1 });
		await until(() => on.host.started.length === 2);
		expect(on.host.started.map(({ mode }) => mode)).toEqual(['production', 'test']);
	});
});
