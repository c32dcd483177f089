import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Fault } from '../../sandbox';
import { actionRuns, agentById, agentByName, any, containing, paired } from '../support/actionRun';

const api = actionRuns();
const LUNA = '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a01';
const PATH = `/agents/${LUNA}/users/ada%40example.com/schedules`;

const common = { resource: 'schedule', agentId: agentById(LUNA), userId: 'ada@example.com' };
const daily = {
	...common,
	operation: 'create',
	context: 'Pills',
	cadence: 'daily',
	times: '09:00',
};
const body = (index = 0) => api.requests()[index]?.body as IDataObject;

const ALL_DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const NIGHT = { quietHoursFrom: '22:00', quietHoursUntil: '8:00' };

async function created(parameters: INodeParameters = daily): Promise<string> {
	const { output } = await api.run(parameters);
	api.sandbox.clearRequests();
	return output[0]?.json.schedule_id as string;
}

describe('schedule: create', () => {
	it("sends a daily schedule in the workflow's timezone, and returns when it fires", async () => {
		const run = await api.run({ ...daily, times: '18:30, 9:00' }, [{}], {
			timezone: 'Europe/Berlin',
		});
		expect(api.sent()).toEqual([`POST ${PATH}`]);
		expect(body()).toEqual({
			cadence: {
				simple: { frequency: 'daily', times: ['09:00', '18:30'] },
				timezone: 'Europe/Berlin',
			},
			intent: 'Pills',
			check_type: 'reminder',
		});
		expect(paired(run)).toEqual([
			[
				0,
				{
					schedule_id: any(String),
					next_fire_at: any(String),
					next_fire_at_local: any(String),
					enabled: true,
				},
			],
		]);
	});

	it.each<[string, INodeParameters, object]>([
		[
			'weekly, on some days',
			{ cadence: 'weekly', daysOfWeek: ['fri', 'mon'] },
			{
				cadence: { simple: { frequency: 'daily', times: ['09:00'] }, timezone: 'UTC' },
				active_window: { days_of_week: ['mon', 'fri'] },
			},
		],
		[
			'weekly, with days from an expression',
			{ cadence: 'weekly', daysOfWeek: '={{ "Sunday,tue" }}' },
			{ active_window: { days_of_week: ['tue', 'sun'] } },
		],
		[
			'every eight hours',
			{ cadence: 'hours', hours: 8 },
			{
				cadence: {
					simple: { frequency: 'daily', times: ['00:00', '08:00', '16:00'] },
					timezone: 'UTC',
				},
			},
		],
		[
			'by a cron expression',
			{ cadence: 'cron', cronExpression: ' 0  9 * * MON-FRI ' },
			{ cadence: { cron: '0 9 * * MON-FRI', timezone: 'UTC' } },
		],
		[
			'in a timezone of its own',
			{ additionalFields: { timezone: 'america/new_york' } },
			{ cadence: { simple: any(Object), timezone: 'America/New_York' } },
		],
		[
			'silent at night',
			{ additionalFields: NIGHT },
			{ active_window: { days_of_week: ALL_DAYS, hours: { start: '08:00', end: '22:00' } } },
		],
		[
			'silent over noon: the times that would be skipped are left out',
			{
				times: '={{ ["09:00", "12:00", "13:59", "14:00"] }}',
				additionalFields: { quietHoursFrom: '12:00', quietHoursUntil: '14:00' },
			},
			{ cadence: { simple: { frequency: 'daily', times: ['09:00', '14:00'] }, timezone: 'UTC' } },
		],
		[
			'for a while, with facts',
			{
				additionalFields: {
					startsAt: '2040-01-01T00:00',
					endsAt: '2040-02-01T00:00:00Z',
					checkType: 'medication',
					inventoryItemId: 'i1',
					metadata: { entries: [{ name: 'dose', value: '={{ 2 }}' }] },
				},
			},
			{
				starts_at: '2040-01-01T00:00:00.000Z',
				ends_at: '2040-02-01T00:00:00.000Z',
				check_type: 'medication',
				inventory_item_id: 'i1',
				metadata: { dose: 2 },
			},
		],
	])('expresses one that is %s', async (_what, more, sent) => {
		const run = await api.run({ ...daily, ...more });
		expect(run.error).toBeUndefined();
		expect(body()).toMatchObject(sent);
	});

	it('expresses no window where nothing is left out', async () => {
		await api.run({ ...daily, cadence: 'weekly', daysOfWeek: ALL_DAYS });
		expect(body()).not.toHaveProperty('active_window');
	});

	it('creates one for each item', async () => {
		const run = await api.run({ ...daily, userId: '={{ $json.user }}', times: '={{ $json.at }}' }, [
			{ user: 'ada', at: '07:00' },
			{ user: 'bo', at: ['08:00', '20:00'] },
		]);
		expect(run.output).toHaveLength(2);
		expect(api.requests().map(({ params, body: sent }) => [params.userId, sent])).toEqual([
			['ada', expect.objectContaining({ cadence: cadenceAt('07:00') })],
			['bo', expect.objectContaining({ cadence: cadenceAt('08:00', '20:00') })],
		]);
	});

	it.each<[INodeParameters, string]>([
		[{ times: '={{ "" }}' }, "'Times of Day' is empty"],
		[{ times: '9' }, `'Times of Day' has "9", which is not a time of day`],
		[{ times: '09:00, 24:00' }, `'Times of Day' has "24:00", which is not a time of day`],
		[{ cadence: 'weekly', daysOfWeek: '={{ [] }}' }, "'Days of the Week' is empty"],
		[
			{ cadence: 'weekly', daysOfWeek: '={{ "someday" }}' },
			`'Days of the Week' has "someday", which is not a day of the week`,
		],
		[{ cadence: 'hours', hours: '={{ 5 }}' }, "'Hours Between' is 5, but must be a divisor of 24"],
		[{ cadence: '={{ "monthly" }}' }, `'Repeat' is "monthly", which is not one of its options`],
		[
			{ cadence: 'cron', cronExpression: '0 9 * *' },
			"'Cron Expression' has 4 fields instead of five",
		],
		[
			{ cadence: 'cron', cronExpression: '0 0 30 2 *' },
			"'Cron Expression' names a date that never occurs",
		],
		[
			{ additionalFields: { timezone: 'Mars/Olympus' } },
			`'Timezone' is "Mars/Olympus", which is not a timezone`,
		],
		[
			{ additionalFields: { startsAt: '2040-02-01', endsAt: '2040-01-01' } },
			"'Ends At' is not after 'Starts At': 2040-01-01T00:00:00.000Z",
		],
		[
			{ additionalFields: { endsAt: '2020-01-01' } },
			"'Ends At' is in the past: 2020-01-01T00:00:00.000Z",
		],
		[
			{ additionalFields: { startsAt: '2020-01-01', endsAt: '2020-02-01' } },
			"'Ends At' is in the past: 2020-02-01T00:00:00.000Z",
		],
		[
			{ cadence: 'cron', cronExpression: '0,30 23 * * *', additionalFields: NIGHT },
			'All times of the schedule are in the quiet hours',
		],
		[{ additionalFields: { startsAt: 'soon' } }, "'Starts At' is not a date: soon"],
		[
			{ additionalFields: { quietHoursFrom: '22:00' } },
			"'Quiet Hours From' and 'Quiet Hours Until' need two different times",
		],
		[
			{ times: '23:00', additionalFields: NIGHT },
			'All times of the schedule are in the quiet hours',
		],
		[
			{
				cadence: 'cron',
				cronExpression: '0 * * * *',
				additionalFields: { quietHoursFrom: '12:00', quietHoursUntil: '14:00' },
			},
			"'Quiet Hours From' and 'Quiet Hours Until' within one day cannot be combined with a cron expression",
		],
		[{ context: '={{ null }}' }, "'Context' is empty"],
	])('refuses %j before it is sent', async (more, message) => {
		const run = await api.run({ ...daily, ...more });
		expect(run.error?.message).toBe(message);
		expect(run.error?.description).toBeTruthy();
		expect(run.error?.context).toMatchObject({ itemIndex: 0 });
		expect(api.sent()).toEqual([]);
	});

	it('is not sent twice when it may exist already', async () => {
		api.sandbox.faults.add({ method: 'POST', reset: true, applied: 'after' });
		const run = await api.run(daily);
		expect(api.sent()).toHaveLength(1);
		expect(run.error?.message).toContain('The schedule may still have been created');
		expect((await api.run({ ...common, operation: 'getMany' })).output).toHaveLength(1);
	});
});

describe('schedule: get and get many', () => {
	const rich = {
		...daily,
		cadence: 'weekly',
		daysOfWeek: ['mon'],
		additionalFields: { metadata: { entries: [{ name: 'dose', value: '2' }] } },
	};
	const parsed = {
		cadence: cadenceAt('09:00'),
		active_window: { days_of_week: ['mon'] },
		metadata: { dose: '2' },
		cadence_type: 'simple',
		timezone: 'UTC',
	};

	it('parse what the answer has as JSON inside of a string', async () => {
		const scheduleId = await created(rich);
		const one = await api.run({ ...common, operation: 'get', scheduleId });
		const many = await api.run({ ...common, operation: 'getMany' });
		expect(api.sent()).toEqual([`GET ${PATH}/${scheduleId}`, `GET ${PATH}`]);
		expect(one.output[0]?.json).toMatchObject({ schedule_id: scheduleId, ...parsed });
		expect(many.output.map(({ json }) => json)).toEqual([one.output[0]?.json]);
	});

	it('limit the list, which the API returns whole', async () => {
		for (let index = 0; index < 3; index++) await created();
		const some = await api.run({ ...common, operation: 'getMany', limit: 2 });
		const all = await api.run({ ...common, operation: 'getMany', returnAll: true });
		expect(some.output).toHaveLength(2);
		expect(all.output).toHaveLength(3);
		expect(some.hints).toEqual([]);
	});

	it('have no item for a user without schedules', async () => {
		const run = await api.run({ ...common, operation: 'getMany', userId: 'nobody' });
		expect(run.output).toEqual([]);
	});
});

describe('schedule: update', () => {
	const update = { ...common, operation: 'update' };

	it('sends what is to change, and returns the schedule', async () => {
		const scheduleId = await created();
		const run = await api.run({
			...update,
			scheduleId,
			updateFields: { context: 'New pills', enabled: false, checkType: 'medication' },
		});
		expect(api.sent()).toEqual([`PATCH ${PATH}/${scheduleId}`]);
		expect(body()).toEqual({ intent: 'New pills', enabled: false, check_type: 'medication' });
		expect(run.output[0]?.json).toMatchObject({
			intent: 'New pills',
			enabled: false,
			cadence: cadenceAt('09:00'),
		});
	});

	it.each([
		['={{ "true" }}', true],
		['={{ "false" }}', false],
	])('reads a switch that an expression gives as text: %s', async (enabled, expected) => {
		const scheduleId = await created(daily);
		await api.run({ ...update, scheduleId, updateFields: { enabled } });
		expect(body()).toEqual({ enabled: expected });
	});

	it('replaces days and quiet hours together with the cadence', async () => {
		const scheduleId = await created({
			...daily,
			cadence: 'weekly',
			daysOfWeek: ['mon'],
			additionalFields: NIGHT,
		});
		const run = await api.run({ ...update, scheduleId, cadence: 'daily', times: '10:00' });
		expect(body()).toEqual({
			cadence: cadenceAt('10:00'),
			active_window: { days_of_week: ALL_DAYS },
		});
		expect(run.output[0]?.json.active_window).toEqual({ days_of_week: ALL_DAYS });
	});

	it.each<[INodeParameters, string]>([
		[{}, 'There is nothing to change'],
		[
			{ updateFields: { timezone: 'Europe/Berlin' } },
			"Timezone and quiet hours change together with 'Repeat'",
		],
		[{ cadence: 'daily', times: '={{ null }}' }, "'Times of Day' is empty"],
		[
			{ updateFields: { startsAt: '2040-02-01', endsAt: '2040-02-01' } },
			"'Ends At' is not after 'Starts At': 2040-02-01T00:00:00.000Z",
		],
	])('refuses %j before it is sent', async (more, message) => {
		const run = await api.run({ ...update, scheduleId: 's1', ...more });
		expect(run.error?.message).toBe(message);
		expect(api.sent()).toEqual([]);
	});
});

describe('schedule: delete', () => {
	it('is not taken for done when the agent does not exist', async () => {
		const parameters = { ...common, operation: 'delete', scheduleId: 's' };
		const run = await api.run({ ...parameters, agentId: agentByName('Nobody') });
		expect(run.error?.message).toContain('agent "Nobody" not found');
	});

	it('takes a 404 for its own doing only after an attempt that may have deleted it', async () => {
		const parameters = { ...common, operation: 'delete', scheduleId: 's' };
		const lost = { method: 'DELETE', times: 1, reset: true, applied: 'after' } as const;
		const absent = { method: 'DELETE', times: 1, status: 404 };
		const deletion = async (...faults: Fault[]) => {
			api.sandbox.faults.clear();
			for (const fault of faults) api.sandbox.faults.add(fault);
			return await api.run(parameters);
		};
		expect((await deletion(lost, absent)).output[0]?.json).toEqual({ deleted: true });
		const limited = { method: 'DELETE', times: 1, status: 429, retryAfter: 0 };
		for (const faults of [[absent], [limited, absent]]) {
			const run = await deletion(...faults);
			expect(run.output).toEqual([]);
			expect(run.error).toMatchObject({ httpCode: '404' });
		}
	});

	it('answers that it is deleted, for each item', async () => {
		const scheduleId = await created();
		const run = await api.run({ ...common, operation: 'delete', scheduleId }, [{}, {}]);
		expect(api.sent()).toEqual([`DELETE ${PATH}/${scheduleId}`, `DELETE ${PATH}/${scheduleId}`]);
		expect(paired(run)).toEqual([
			[0, { deleted: true }],
			[1, { deleted: true }],
		]);
		const get = await api.run({ ...common, operation: 'get', scheduleId });
		expect(get.error).toMatchObject({ message: containing('schedule not found') });
	});
});

describe('schedule: get upcoming', () => {
	const upcoming = { ...common, operation: 'getUpcoming' };

	it('returns an item for each time', async () => {
		const scheduleId = await created();
		const run = await api.run({ ...upcoming, scheduleId, limit: 2 });
		expect(api.sent()).toEqual([`GET ${PATH}/${scheduleId}/upcoming?limit=2`]);
		expect(paired(run)).toEqual([
			[0, { fires_at: containing('T09:00:00.000Z') }],
			[0, { fires_at: containing('T09:00:00.000Z') }],
		]);
	});

	it('refuses more than the platform gives', async () => {
		const run = await api.run({ ...upcoming, scheduleId: 's1', limit: 101 });
		expect(run.error?.message).toBe("'Limit' is 101, but must be a whole number from 1 to 100");
		expect(api.sent()).toEqual([]);
	});
});

function cadenceAt(...times: string[]) {
	return { simple: { frequency: 'daily', times }, timezone: 'UTC' };
}
