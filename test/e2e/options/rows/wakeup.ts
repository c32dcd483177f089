import type { Sandbox } from '../../../../sandbox';
import { any } from '../../../support/actionRun';
import { agentRows, concurrencyRows } from '../everyOperation';
import { byName, operationRows, type Operation } from '../operation';
import type { Row } from '../row';
import { ask, type Sent } from '../sent';

const apart = { agentId: byName('={{ ["Luna", "Atlas", "Luna Moon/II"][$json.n - 1] }}') };

const asked = { user_id: 'ada', intent: 'Ask how it went', check_type: 'check_in' };

const schedule: Operation = {
	resource: 'wakeup',
	operation: 'schedule',
	parameters: {
		agentId: byName('Luna'),
		userId: 'ada',
		context: 'Ask how it went',
		timing: 'delay',
	},
	sends: ['POST /agents/Luna/wakeups', { ...asked, delay_hours: 1 }],
	gives: [{ scheduled_at: expect.any(String) as string }],
};

/** The request with more in its body, or something else. */
const asking = (more: object): Sent[] => [
	['POST /agents/Luna/wakeups', { ...asked, delay_hours: 1, ...more }],
];
const at = (time: string) => asking({ delay_hours: any(Number), scheduled_at: time });

/** One wakeup that has fired and two that have not, for two users; listed newest first. */
async function wakeups(sandbox: Sandbox, agent: string): Promise<void> {
	const path = `POST /agents/${encodeURIComponent(agent)}/wakeups`;
	const body = { check_type: 'check_in', intent: '' };
	await ask(sandbox, path, { ...body, user_id: 'ada', intent: 'fired', delay_hours: 0 });
	await sandbox.clock.advance(1_000);
	await ask(sandbox, path, { ...body, user_id: 'bob', intent: 'first', delay_hours: 8 });
	await ask(sandbox, path, { ...body, user_id: 'ada', intent: 'second', delay_hours: 9 });
}

const getMany: Operation = {
	resource: 'wakeup',
	operation: 'getMany',
	parameters: { agentId: byName('Luna') },
	before: wakeups,
	sends: 'GET /agents/Luna/wakeups?limit=50',
	gives: [{ intent: 'second' }, { intent: 'first' }, { intent: 'fired' }],
};

export const wakeupOperations: Operation[] = [schedule, getMany];

export const wakeupRows: Row[] = [
	...agentRows(schedule),
	...concurrencyRows(schedule, apart),
	...operationRows(schedule, {
		userId: [{ value: 'bob@example.com', sends: asking({ user_id: 'bob@example.com' }) }],
		context: [{ value: 'Say hello', sends: asking({ intent: 'Say hello' }) }],
		timing: [
			{ value: 'delay' },
			{
				value: 'at',
				beside: { scheduledAt: '2040-01-31T09:00:00Z' },
				sends: at('2040-01-31T09:00:00.000Z'),
			},
			{ as: 'at, without a time', value: 'at', fails: /'Scheduled At' is empty/ },
		],
		scheduledAt: [
			{
				value: '2040-01-31T09:00:00+02:00',
				beside: { timing: 'at' },
				sends: at('2040-01-31T07:00:00.000Z'),
			},
			{
				as: "in the workflow's timezone",
				value: '2040-01-31T09:00:00',
				beside: { timing: 'at' },
				sends: at('2040-01-31T03:30:00.000Z'),
			},
			{
				as: 'in the past',
				value: '2020-01-31T09:00:00Z',
				beside: { timing: 'at' },
				fails: /'Scheduled At' is in the past/,
			},
		],
		delay: [
			{ value: 0, sends: asking({ delay_hours: 0 }) },
			{ value: 3, sends: asking({ delay_hours: 3 }) },
			{
				as: '1.5 hours',
				value: 1.5,
				sends: asking({ delay_hours: 2, scheduled_at: any(String) }),
			},
			{ value: -1, fails: /'Delay' is -1 hours/ },
		],
		delayUnit: [
			{
				as: '120 minutes',
				value: 'minutes',
				beside: { delay: 120 },
				sends: asking({ delay_hours: 2 }),
			},
			{ value: 'hours' },
			{ as: '2 days', value: 'days', beside: { delay: 2 }, sends: asking({ delay_hours: 48 }) },
		],
		checkType: [{ value: 'birthday', sends: asking({ check_type: 'birthday' }) }],
		eventDescription: [
			{ value: 'An interview', sends: asking({ event_description: 'An interview' }) },
		],
		interestTopic: [{ value: 'climbing', sends: asking({ interest_topic: 'climbing' }) }],
		occasion: [{ value: 'birthday', sends: asking({ occasion: 'birthday' }) }],
	}),

	...agentRows(getMany),
	...concurrencyRows(getMany, apart),
	...operationRows(getMany, {
		returnAll: [{ value: false }, { value: true, sends: ['GET /agents/Luna/wakeups?limit=500'] }],
		limit: [
			{ value: 1, sends: ['GET /agents/Luna/wakeups?limit=1'], gives: [{ intent: 'second' }] },
			{ value: 0, fails: /'Limit' .*1 or more/ },
		],
		status: [
			{
				value: 'executed',
				sends: ['GET /agents/Luna/wakeups?limit=50&status=executed'],
				gives: [{ intent: 'fired' }],
			},
			{
				value: 'pending',
				sends: ['GET /agents/Luna/wakeups?limit=50&status=pending'],
				gives: [{ intent: 'second' }, { intent: 'first' }],
			},
		],
		userId: [
			{
				as: 'found beyond the limit',
				value: 'bob',
				beside: { limit: 1 },
				sends: ['GET /agents/Luna/wakeups?limit=500'],
				gives: [{ intent: 'first' }],
			},
		],
	}),
];
