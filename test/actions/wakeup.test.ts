import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { actionRuns, agentById, agentByName, any, paired } from '../support/actionRun';

const LUNA = '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a01';
const api = actionRuns();

const schedule = {
	resource: 'wakeup',
	operation: 'schedule',
	agentId: agentById(LUNA),
	userId: 'ada@example.com',
	context: 'Ask about the interview',
	timing: 'at',
	scheduledAt: '2040-04-05T09:00:00Z',
};
const getMany = { resource: 'wakeup', operation: 'getMany', agentId: agentById(LUNA) };

const body = (index = 0) => api.requests()[index]?.body as IDataObject;

/** The time that is sent for what the Scheduled At field holds. */
async function sentTime(scheduledAt: INodeParameters[string], timezone?: string) {
	const run = await api.run({ ...schedule, scheduledAt }, [{}], { timezone });
	expect(run.error).toBeUndefined();
	return body().scheduled_at;
}

describe('wakeup: schedule', () => {
	it("sends the context as the API's intent, and returns the wakeup", async () => {
		const run = await api.run(schedule);
		expect(api.sent()).toEqual([`POST /agents/${LUNA}/wakeups`]);
		expect(body()).toEqual({
			user_id: 'ada@example.com',
			intent: 'Ask about the interview',
			check_type: 'check_in',
			delay_hours: any(Number),
			scheduled_at: '2040-04-05T09:00:00.000Z',
		});
		expect(paired(run)).toEqual([
			[0, { wakeup_id: any(String), scheduled_at: '2040-04-05T09:00:00.000Z' }],
		]);
	});

	it('sends the additional fields', async () => {
		await api.run({
			...schedule,
			additionalFields: {
				checkType: 'birthday',
				occasion: 'their 30th birthday',
				interestTopic: 'climbing',
				eventDescription: 'They turn 30.',
			},
		});
		expect(body()).toMatchObject({
			check_type: 'birthday',
			occasion: 'their 30th birthday',
			interest_topic: 'climbing',
			event_description: 'They turn 30.',
		});
	});

	it('schedules two items with different parameters', async () => {
		const run = await api.run(
			{
				...schedule,
				agentId: agentByName('={{ $json.agent }}'),
				userId: '={{ $json.user }}',
				context: '={{ $json.about }}',
				timing: '={{ $json.timing }}',
				delay: 2,
				delayUnit: 'days',
			},
			[
				{ agent: 'Luna Moon/II', user: 'ada', about: 'Exam', timing: 'at' },
				{ agent: 'Atlas', user: 7, about: 'Trip', timing: 'delay' },
			],
		);
		expect(api.requests().map(({ path, body: sent }) => [path, sent])).toEqual([
			[
				'/api/v1/agents/Luna%20Moon%2FII/wakeups',
				expect.objectContaining({ user_id: 'ada', intent: 'Exam' }),
			],
			[
				'/api/v1/agents/Atlas/wakeups',
				{ user_id: '7', intent: 'Trip', check_type: 'check_in', delay_hours: 48 },
			],
		]);
		expect(paired(run).map(([item]) => item)).toEqual([0, 1]);
	});

	it.each([
		['UTC', '2040-04-05T09:00', '2040-04-05T09:00:00.000Z'],
		['America/New_York', '2040-04-05T09:00:00', '2040-04-05T13:00:00.000Z'],
		['America/New_York', '2040-01-05T09:00:00', '2040-01-05T14:00:00.000Z'],
		['America/New_York', '2040-04-05 09:00:00', '2040-04-05T13:00:00.000Z'],
		['America/New_York', '2040-04-05', '2040-04-05T04:00:00.000Z'],
		['Europe/Berlin', '2040-07-05T09:00:00', '2040-07-05T07:00:00.000Z'],
		['Asia/Kolkata', '2040-04-05T09:00:00', '2040-04-05T03:30:00.000Z'],
		['Pacific/Auckland', '2040-01-05T00:30:00', '2040-01-04T11:30:00.000Z'],
	])('reads a time without an offset in the timezone %s: %s', async (timezone, entered, sent) => {
		expect(await sentTime(entered, timezone)).toBe(sent);
	});

	it.each([
		['before the clocks go forward', '2040-03-25T01:30:00', '2040-03-25T00:30:00.000Z'],
		['in the hour that is skipped', '2040-03-25T02:30:00', '2040-03-25T01:30:00.000Z'],
		['after the clocks went forward', '2040-03-25T03:30:00', '2040-03-25T01:30:00.000Z'],
		['after the clocks went back', '2040-10-28T03:30:00', '2040-10-28T02:30:00.000Z'],
	])('reads a Berlin time %s', async (_when, entered, sent) => {
		expect(await sentTime(entered, 'Europe/Berlin')).toBe(sent);
	});

	it.each([
		['Z', '2040-04-05T09:00:00Z'],
		['an offset', '2040-04-05T11:00:00+02:00'],
		['an offset without a colon', '2040-04-05T11:00:00+0200'],
		['milliseconds', '2040-04-05T09:00:00.000Z'],
		['an RFC 2822 date', 'Thu, 05 Apr 2040 11:00:00 +0200'],
		['a number of milliseconds', '={{ 2217229200000 }}'],
		['a Luxon date of an expression', "={{ DateTime.fromISO('2040-04-05T09:00:00Z') }}"],
		['a Date of an expression', "={{ new Date('2040-04-05T09:00:00Z') }}"],
	])('reads a time with %s as the instant that it names', async (_form, entered) => {
		expect(await sentTime(entered, 'America/New_York')).toBe('2040-04-05T09:00:00.000Z');
	});

	it.each([
		[2, 'hours', { delay_hours: 2 }],
		[0, 'minutes', { delay_hours: 0 }],
		[120, 'minutes', { delay_hours: 2 }],
		[3, 'days', { delay_hours: 72 }],
		['1', 'hours', { delay_hours: 1 }],
	])('sends a delay of %s %s as whole hours', async (delay, delayUnit, sent) => {
		await api.run({ ...schedule, timing: 'delay', delay, delayUnit });
		expect(body()).toMatchObject(sent);
		expect(body()).not.toHaveProperty('scheduled_at');
	});

	it.each([
		[90, 'minutes', 90, 2],
		[0.5, 'hours', 30, 1],
		[0.1, 'days', 144, 3],
	])(
		'sends a delay of %s %s, which is no whole hours, as a time',
		async (delay, unit, min, hours) => {
			const before = Date.now();
			await api.run({ ...schedule, timing: 'delay', delay, delayUnit: unit });
			const time = Date.parse(body().scheduled_at as string) - min * 60_000;
			expect(time).toBeGreaterThanOrEqual(before);
			expect(time).toBeLessThanOrEqual(Date.now());
			expect(body().delay_hours).toBe(hours);
		},
	);

	it('is not sent again when the connection broke after it may have been carried out', async () => {
		api.sandbox.faults.add({ method: 'POST', reset: true, applied: 'after', times: 1 });
		const run = await api.run(schedule);
		expect(api.sent()).toHaveLength(1);
		expect(run.error?.message).toContain('The wakeup may still have been scheduled');
		expect((await api.run(getMany)).output).toHaveLength(1);
	});

	it.each([500, 502, 503, 504, 408])('is not sent again after HTTP %i', async (status) => {
		api.sandbox.faults.add({ method: 'POST', status, times: 1 });
		const run = await api.run(schedule);
		expect(api.sent()).toHaveLength(1);
		expect(run.error?.message).toContain('may still have been scheduled');
	});

	it('is sent again after 429, which means that it was not carried out', async () => {
		api.sandbox.faults.add({ method: 'POST', status: 429, retryAfter: 0, times: 1 });
		const run = await api.run(schedule);
		expect(api.sent()).toHaveLength(2);
		expect(run.output).toHaveLength(1);
		expect((await api.run(getMany)).output).toHaveLength(1);
	});
});

describe('wakeup: get many', () => {
	it('returns those of any status unless told', async () => {
		await api.run(schedule);
		api.sandbox.clearRequests();
		const run = await api.run(getMany);
		expect(api.sent()).toEqual([`GET /agents/${LUNA}/wakeups?limit=50`]);
		expect(paired(run)).toEqual([
			[0, expect.objectContaining({ user_id: 'ada@example.com', status: 'pending' })],
		]);
	});

	it('filters by status in the API, and by user before it limits', async () => {
		for (const user of ['bo', 'ada', 'bo', 'ada', 'bo']) {
			await api.run({ ...schedule, userId: user });
		}
		api.sandbox.clearRequests();
		const run = await api.run(
			{ ...getMany, limit: 1, filters: { status: 'pending', userId: '={{ $json.user }}' } },
			[{ user: 'ada' }, { user: 'bo' }, { user: 'nobody' }],
		);
		expect(api.sent()).toEqual([`GET /agents/${LUNA}/wakeups?status=pending&limit=500`]);
		expect(paired(run).map(([item, { user_id }]) => [item, user_id])).toEqual([
			[0, 'ada'],
			[1, 'bo'],
		]);
	});
});
