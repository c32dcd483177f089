import { eventOptions } from '../../../../nodes/Sonzai/events/catalogue';
import type { Sandbox } from '../../../../sandbox';
import { concurrencyRows } from '../everyOperation';
import { operationRows, type Operation, type OperationCase } from '../operation';
import type { Json } from '../json';
import type { Row } from '../row';
import { ask, ATLAS, LUNA, PROJECT, type Sent } from '../sent';

/** Two events in the project's queue, of two agents; their IDs are given as `luna` and `atlas`. */
async function events(sandbox: Sandbox): Promise<Json[]> {
	const wakeup = { user_id: 'ada', check_type: 'check_in', intent: 'Hi', delay_hours: 0 };
	for (const agent of ['Luna', 'Atlas'])
		await ask(sandbox, `POST /agents/${agent}/wakeups`, wakeup);
	await sandbox.clock.advance(1_000);
	const { notifications } = await ask<{ notifications: Array<Record<string, string>> }>(
		sandbox,
		`GET /projects/${PROJECT}/notifications`,
	);
	const idOf = (agent: string) =>
		notifications.find(({ agent_id }) => agent_id === agent)?.notification_id;
	return [{ luna: idOf(LUNA), atlas: idOf(ATLAS) }];
}

/** Projects that do not exist: three requests. */
const apart = { projectId: '={{ "project-" + $json.n }}' };

const getMany: Operation = {
	resource: 'projectNotification',
	operation: 'getMany',
	parameters: { projectId: PROJECT },
	before: events,
	sends: `GET /projects/${PROJECT}/notifications?limit=50`,
	gives: [{ agent_id: LUNA }, { agent_id: ATLAS }],
};

const acknowledge: Operation = {
	resource: 'projectNotification',
	operation: 'acknowledge',
	parameters: { projectId: PROJECT, notificationIds: '={{ $json.luna }}' },
	before: events,
	sends: [
		`POST /projects/${PROJECT}/notifications/acknowledge`,
		{ notification_ids: [expect.any(String)] },
	],
	gives: [{ acknowledged: 1 }],
};

const acknowledgeAll: Operation = {
	resource: 'projectNotification',
	operation: 'acknowledgeAll',
	parameters: { projectId: PROJECT },
	before: events,
	sends: `POST /projects/${PROJECT}/notifications/acknowledge-all`,
	gives: [{ acknowledged: 2 }],
};

/** What the filter by event lets through: the queue holds wakeups alone. */
const eventCases = (line: string, some: readonly Json[], none: readonly Json[]): OperationCase[] =>
	eventOptions.map(({ value }) => ({
		value,
		sends: [`${line}event_type=${value}${line.includes('GET') ? '&limit=50' : ''}`],
		gives: value === 'on_wakeup_ready' ? some : none,
	}));

const agentCases = (sends: Sent, gives: readonly Json[]): OperationCase[] => [
	{ as: 'from the list', value: { __rl: true, mode: 'list', value: ATLAS }, sends: [sends], gives },
	{ as: 'by ID', value: { __rl: true, mode: 'id', value: ATLAS }, sends: [sends], gives },
];

const elsewhere = { value: 'elsewhere', settings: { onError: 'continueRegularOutput' } };

export const projectNotificationOperations: Operation[] = [getMany, acknowledge, acknowledgeAll];

export const projectNotificationRows: Row[] = [
	...concurrencyRows(getMany, apart),
	...operationRows(getMany, {
		projectId: [
			{ value: PROJECT },
			{
				...elsewhere,
				sends: ['GET /projects/elsewhere/notifications?limit=50'],
				gives: [{ error: expect.stringContaining('404') as string }],
			},
		],
		returnAll: [
			{ value: false },
			{ value: true, sends: [`GET /projects/${PROJECT}/notifications?limit=200`] },
		],
		limit: [
			{
				value: 1,
				sends: [`GET /projects/${PROJECT}/notifications?limit=1`],
				gives: [{ agent_id: LUNA }],
			},
			{ value: 0, fails: /'Limit' .*1 or more/ },
		],
		agentId: agentCases(`GET /projects/${PROJECT}/notifications?agent_id=${ATLAS}&limit=50`, [
			{ agent_id: ATLAS },
		]),
		eventType: eventCases(`GET /projects/${PROJECT}/notifications?`, getMany.gives ?? [], []),
	}),

	...concurrencyRows(acknowledge, apart),
	...operationRows(acknowledge, {
		projectId: [
			{
				...elsewhere,
				sends: [
					[
						'POST /projects/elsewhere/notifications/acknowledge',
						{ notification_ids: [expect.any(String)] },
					],
				],
				gives: [{ error: expect.stringContaining('404') as string }],
			},
		],
		notificationIds: [
			{
				as: 'a text with commas',
				value: '={{ $json.luna + ", " + $json.atlas }}',
				sends: [
					[
						`POST /projects/${PROJECT}/notifications/acknowledge`,
						{ notification_ids: [expect.any(String), expect.any(String)] },
					],
				],
				gives: [{ acknowledged: 2 }],
			},
			{
				as: 'a list',
				value: '={{ [$json.luna, $json.atlas] }}',
				sends: [
					[
						`POST /projects/${PROJECT}/notifications/acknowledge`,
						{ notification_ids: [expect.any(String), expect.any(String)] },
					],
				],
				gives: [{ acknowledged: 2 }],
			},
		],
	}),

	...concurrencyRows(acknowledgeAll, apart),
	...operationRows(acknowledgeAll, {
		projectId: [
			{ value: PROJECT },
			{
				...elsewhere,
				sends: ['POST /projects/elsewhere/notifications/acknowledge-all'],
				gives: [{ error: expect.stringContaining('404') as string }],
			},
		],
		agentId: agentCases(
			`POST /projects/${PROJECT}/notifications/acknowledge-all?agent_id=${ATLAS}`,
			[{ acknowledged: 1 }],
		),
		eventType: eventCases(
			`POST /projects/${PROJECT}/notifications/acknowledge-all?`,
			[{ acknowledged: 2 }],
			[{ acknowledged: 0 }],
		),
	}),
];
