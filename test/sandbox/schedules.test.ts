import { startSandbox, type Sandbox } from '../../sandbox/index';
import { anyText, client, HOUR, receiver, type Call } from '../support/sandbox';

const SCHEDULES = '/agents/Luna/users/ada%40example.com/schedules';
const DAILY = {
	simple: { frequency: 'daily', times: ['09:00', '18:30'] },
	timezone: 'Europe/Paris',
};
const REMINDER = { cadence: DAILY, intent: 'Take the pills.', check_type: 'medication' };
const WEEK_MS = 7 * 24 * HOUR;

let sandbox: Sandbox;
let call: Call;
beforeAll(async () => {
	sandbox = await startSandbox();
	call = client(sandbox);
});
beforeEach(() => {
	sandbox.reset();
	sandbox.clock.pause();
});
afterAll(async () => {
	expect(sandbox.violations()).toEqual([]);
	await sandbox.close();
});

const create = (more: object = {}) => call('POST', SCHEDULES, { ...REMINDER, ...more });

async function created(more: object = {}): Promise<string> {
	const { status, body } = await create(more);
	expect(status).toBe(200);
	return `${SCHEDULES}/${body.schedule_id}`;
}

/** The next fire times, as a clock in the timezone shows them. */
async function upcoming(path: string, limit: number, timeZone = 'Europe/Paris'): Promise<string[]> {
	const { body } = await call('GET', `${path}/upcoming?limit=${limit}`);
	const format = new Intl.DateTimeFormat('en-GB', {
		timeZone,
		weekday: 'short',
		hour: '2-digit',
		minute: '2-digit',
	});
	return (body.upcoming ?? []).map((time) => format.format(new Date(time)));
}

const fired = async () => {
	const { body } = await call('GET', '/agents/Luna/notifications?limit=500');
	return body.notifications ?? [];
};

describe('a schedule', () => {
	it('is created, listed and read with its nested parts as JSON in strings', async () => {
		const active_window = { hours: { start: '08:00', end: '22:00' } };
		const { body } = await create({
			active_window,
			metadata: { dose: 2 },
			inventory_item_id: 'i1',
		});
		expect(body).toMatchObject({
			enabled: true,
			next_fire_at_local: expect.stringMatching(/\+0[12]:00$/) as string,
		});
		expect(new Date(body.next_fire_at_local).toISOString()).toBe(body.next_fire_at);
		const read = await call('GET', `${SCHEDULES}/${body.schedule_id}`);
		expect(read.body).toMatchObject({
			cadence_type: 'simple',
			timezone: 'Europe/Paris',
			next_fire_at: body.next_fire_at,
			inventory_item_id: 'i1',
		});
		expect(JSON.parse(read.body.cadence)).toEqual(DAILY);
		expect(JSON.parse(read.body.active_window)).toEqual(active_window);
		expect(JSON.parse(read.body.metadata)).toEqual({ dose: 2 });
		const [entry] = (await call('GET', SCHEDULES)).body.schedules ?? [];
		expect(read.body).toEqual({ $schema: read.body.$schema, ...(entry as object) });
		expect((await call('GET', '/agents/Luna/users/bo/schedules')).body.schedules).toBeNull();
	});

	it('previews daily times in its timezone', async () => {
		const times = await upcoming(await created(), 4);
		expect(times.map((time) => time.slice(-5)).sort()).toEqual([
			'09:00',
			'09:00',
			'18:30',
			'18:30',
		]);
	});

	it('previews a cron expression, only within its active window', async () => {
		const path = await created({
			cadence: { cron: '0 */2 * * *', timezone: 'America/New_York' },
			active_window: { hours: { start: '22:00', end: '02:00' }, days_of_week: ['sat'] },
		});
		const times = await upcoming(path, 4, 'America/New_York');
		expect([...times].sort()).toEqual(['Sat 00:00', 'Sat 00:00', 'Sat 22:00', 'Sat 22:00']);
	});

	it('keeps to the wall clock when the clocks change', async () => {
		const path = await created({ starts_at: '2030-03-30T00:00:00Z' });
		const { body } = await call('GET', `${path}/upcoming?limit=4`);
		expect(body.upcoming).toEqual([
			'2030-03-30T08:00:00.000Z',
			'2030-03-30T17:30:00.000Z',
			'2030-03-31T07:00:00.000Z',
			'2030-03-31T16:30:00.000Z',
		]);
	});

	it('has nothing upcoming after its end', async () => {
		const path = await created({
			starts_at: '2030-05-01T00:00:00Z',
			ends_at: '2030-05-01T12:00:00Z',
		});
		expect(await upcoming(path, 10)).toHaveLength(1);
		await sandbox.clock.advance(
			new Date('2030-05-02T00:00:00Z').getTime() - sandbox.clock.now().getTime(),
		);
		expect((await call('GET', `${path}/upcoming`)).body.upcoming).toBeNull();
		expect((await call('GET', path)).body.next_fire_at).toBe('');
		expect(await fired()).toHaveLength(1);
	});

	it.each([
		['cadence.timezone', { cadence: { cron: '0 9 * * *' } }],
		['cadence.timezone', { cadence: { cron: '0 9 * * *', timezone: 'Mars/Base' } }],
		['cadence.cron', { cadence: { cron: 'often', timezone: 'UTC' } }],
		['cadence.cron', { cadence: { cron: '* * * * * *', timezone: 'UTC' } }],
		['cadence', { cadence: 'daily' }],
		['cadence', { cadence: { ...DAILY, cron: '0 9 * * *' } }],
		['cadence.simple.frequency', { cadence: { simple: { frequency: 'yearly' }, timezone: 'UTC' } }],
		[
			'cadence.simple.times',
			{ cadence: { simple: { frequency: 'daily', times: ['9'] }, timezone: 'UTC' } },
		],
		['active_window.days_of_week', { active_window: { days_of_week: ['monday'] } }],
		['active_window.hours.end', { active_window: { hours: { start: '08:00' } } }],
		['starts_at', { starts_at: 'soon' }],
		['ends_at', { ends_at: '2030-01-01' }],
		['cadence', { active_window: { hours: { start: '10:00', end: '11:00' } } }],
		['bogus', { bogus: 1 }],
	])('is refused with 422 for its %s: %j', async (property, more) => {
		const { status, body } = await create(more);
		expect(status).toBe(422);
		expect(body.errors).toMatchObject([{ location: `body.${property}` }]);
	});

	it('is not found under an unknown id, and deleting that succeeds', async () => {
		expect((await call('GET', `${SCHEDULES}/none`)).status).toBe(404);
		expect((await call('PATCH', `${SCHEDULES}/none`, {})).status).toBe(404);
		expect((await call('GET', `${SCHEDULES}/none/upcoming`)).status).toBe(404);
		expect((await call('DELETE', `${SCHEDULES}/none`)).status).toBe(204);
	});
});

describe('a schedule fires', () => {
	it('at each of its times, with an event and a notification', async () => {
		const hook = await receiver();
		const event = 'on_recurring_event_due';
		await call('PUT', `/webhooks/${event}`, { webhook_url: hook.url });
		const path = await created();
		const { body } = await call('GET', `${path}/upcoming?limit=14`);
		await sandbox.clock.advance(WEEK_MS);
		const notifications = await fired();
		expect(notifications.map(({ created_at }) => created_at)).toEqual(body.upcoming);
		expect(notifications[0]).toMatchObject({ user_id: 'ada@example.com' });
		expect(hook.received).toHaveLength(14);
		expect(JSON.parse(hook.received[0]!.body)).toMatchObject({
			event_type: event,
			agent_id: sandbox.agents[0]!.agent_id,
			user_id: 'ada@example.com',
			data: { check_type: 'medication', generated_message: anyText },
		});
		await hook.close();
	});

	it('not outside of its active window', async () => {
		await created({ active_window: { days_of_week: ['mon', 'tue'] } });
		await sandbox.clock.advance(WEEK_MS);
		expect(await fired()).toHaveLength(4);
	});

	it('not while it is disabled, and not once it is deleted', async () => {
		const path = await created();
		expect((await call('PATCH', path, { enabled: false })).body).toMatchObject({ enabled: false });
		await sandbox.clock.advance(WEEK_MS);
		expect(await fired()).toHaveLength(0);
		await call('PATCH', path, { enabled: true });
		await sandbox.clock.advance(WEEK_MS);
		expect(await fired()).toHaveLength(14);
		expect((await call('DELETE', path)).status).toBe(204);
		await sandbox.clock.advance(WEEK_MS);
		expect(await fired()).toHaveLength(14);
	});

	it('by what it was changed to', async () => {
		const path = await created({ active_window: { days_of_week: ['mon'] } });
		const cadence = { cron: '15 6 * * *', timezone: 'Asia/Tokyo' };
		const { body } = await call('PATCH', path, { cadence, active_window: null, intent: 'Drink.' });
		expect(body).toMatchObject({ cadence_type: 'cron', timezone: 'Asia/Tokyo', intent: 'Drink.' });
		expect(body).not.toHaveProperty('active_window');
		await sandbox.clock.advance(WEEK_MS);
		expect(await fired()).toHaveLength(7);
	});

	it('unchanged after a change that is refused', async () => {
		const path = await created();
		const { status } = await call('PATCH', path, { cadence: { cron: 'x', timezone: 'UTC' } });
		expect(status).toBe(422);
		expect(await upcoming(path, 2)).toHaveLength(2);
	});
});
