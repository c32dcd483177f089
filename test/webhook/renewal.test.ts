import type { IDataObject } from 'n8n-workflow';
import { message, storedSecret, useTrigger } from '../support/webhook';

const on = useTrigger();

const renewals = () => on.platform.writes().filter(({ path }) => path.endsWith('/rotate-secret'));

/** Another process that finds this in n8n's database. */
async function restartWith(staticData: IDataObject): Promise<void> {
	await on.host.crash();
	on.host.staticData = staticData;
	await on.host.start();
}

/** What somebody sends who knows no secret. */
async function send(headers: Record<string, string>): Promise<number> {
	const response = await fetch(on.host.productionUrl('agent.message'), {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'sonzai-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`,
			...headers,
		},
		body: '{}',
	});
	return response.status;
}

const authorization = async () => String((await on.platform.list())[0]?.auth_header);

/** Lets a task happen later than now, by n8n's clock. */
async function later(ms: number, task: () => Promise<void>): Promise<void> {
	const { now } = Date;
	const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
	try {
		await task();
	} finally {
		clock.mockRestore();
	}
}

describe('a secret that is no longer valid', () => {
	it('is renewed by a delivery of the own registration, whose next attempt is accepted', async () => {
		await on.host.publish(message);
		await restartWith({});
		await on.emit('agent.message');
		expect(on.host.started).toEqual([]);
		expect(on.sandbox.deliveries().at(-1)).toMatchObject({ response_code: 503 });
		await on.sandbox.clock.advance(2000);
		expect(on.host.started).toHaveLength(1);
	});

	it('is known from then on in this process, whatever n8n has saved', async () => {
		await on.host.publish(message);
		await restartWith({});
		await on.emit('agent.message');
		on.host.staticData = {};
		await on.sandbox.clock.advance(2000);
		await on.emit('agent.message');
		expect(on.host.started).toHaveLength(2);
		expect(renewals()).toHaveLength(1);
	});

	it('is saved with those of the other events that this process has renewed', async () => {
		const events = ['agent.message', 'agent.wakeup'];
		await on.host.publish({ events });
		await restartWith({});
		await on.emit('agent.message');
		// As n8n loaded it for a delivery at the same time.
		on.host.staticData = {};
		await on.emit('agent.wakeup');
		await restartWith(on.host.staticData);
		await on.sandbox.clock.advance(2000);
		expect(on.host.started).toHaveLength(2);
		expect(renewals()).toHaveLength(2);
	});

	it('of seven events at once is healed by the next attempts, with one rotation each', async () => {
		const events = [1, 2, 3, 4, 5, 6, 7].map((number) => `event.${number}`);
		await on.host.publish({ events });
		await restartWith({});
		await Promise.all([...events, ...events].map(async (event) => await on.emit(event)));
		await on.sandbox.clock.advance(2000);
		expect(on.host.started).toHaveLength(14);
		expect(renewals()).toHaveLength(7);
	});

	describe('is renewed at most once a minute', () => {
		it('by one process, whatever was saved', async () => {
			await on.host.publish(message);
			await restartWith({});
			const own = { authorization: await authorization() };
			expect([await send(own), await send(own)]).toEqual([503, 503]);
			expect(renewals()).toHaveLength(1);
			await later(61_000, async () => {
				expect(await send(own)).toBe(503);
			});
			expect(renewals()).toHaveLength(2);
		});

		it('by any process that finds it saved', async () => {
			await on.host.publish(message);
			const own = { authorization: await authorization() };
			await restartWith({});
			await send(own);
			await restartWith(on.host.staticData);
			expect(await send(own)).toBe(503);
			expect(renewals()).toHaveLength(1);
			await later(61_000, async () => {
				await send(own);
			});
			expect(renewals()).toHaveLength(2);
		});
	});

	it('is renewed once for deliveries at the same time', async () => {
		await on.host.publish(message);
		await restartWith({});
		const own = { authorization: await authorization() };
		const statuses = await Promise.all(Array.from({ length: 10 }, async () => await send(own)));
		expect(statuses).toEqual(Array(10).fill(503));
		expect(renewals()).toHaveLength(1);
	});

	it('is not renewed by a stranger', async () => {
		await on.host.publish(message);
		await restartWith({});
		expect(await send({ authorization: 'Bearer guess' })).toBe(401);
		expect(await send({})).toBe(401);
		expect(renewals()).toEqual([]);
	});

	it('is not renewed for an event that is not chosen', async () => {
		await on.host.publish({ events: ['agent.message', 'agent.wakeup'] });
		const own = await authorization();
		on.host.published = { events: ['agent.wakeup'] };
		await restartWith({});
		expect(await send({ authorization: own })).toBe(404);
		expect(renewals()).toEqual([]);
	});

	it('is not renewed where somebody else has taken the event over', async () => {
		await on.host.publish(message);
		const own = await authorization();
		await on.platform.put('agent.message', 'https://elsewhere.example/hook', 'Bearer theirs');
		expect(await send({ authorization: own })).toBe(401);
		expect(renewals()).toEqual([]);
	});

	it('is left alone while Sonzai does not say whose the event is, and renewed as soon as it does', async () => {
		await on.host.publish(message);
		await restartWith({});
		const own = { authorization: await authorization() };
		on.sandbox.faults.add({ method: 'GET', path: '/webhooks', times: 1, status: 503 });
		expect(await send(own)).toBe(503);
		expect(renewals()).toEqual([]);
		expect(await send(own)).toBe(503);
		expect(renewals()).toHaveLength(1);
	});

	it('does no harm while both are valid', async () => {
		await on.host.publish(message);
		await on.platform.rotate('agent.message');
		await on.emit('agent.message');
		expect(on.host.started).toHaveLength(1);
	});
});

it('knows its secrets and whom it took events from when it is renamed', async () => {
	await on.platform.put('agent.message', 'https://elsewhere.example/hook', 'Bearer theirs');
	await on.host.publish({ ...message, onConflict: 'takeOver' });
	const secret = storedSecret(on.host, 'agent.message');
	on.host.nodeName = 'Renamed';
	await restartWith(on.host.staticData);
	await on.emit('agent.message');
	expect(on.host.started).toHaveLength(1);
	expect(storedSecret(on.host, 'agent.message')).toBe(secret);
	await on.host.unpublish();
	expect(await on.platform.list()).toMatchObject([{ auth_header: 'Bearer theirs' }]);
});

it('reads what version 0.1.0 kept under the name of the node', async () => {
	await on.host.publish(message);
	const secret = storedSecret(on.host, 'agent.message');
	await restartWith({ 'node:Sonzai': { secrets: { 'agent.message': secret }, seen: [] } });
	await on.emit('agent.message');
	expect(on.host.started).toHaveLength(1);
	expect(renewals()).toEqual([]);
});
