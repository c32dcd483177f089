import type { Sandbox } from '../../../../sandbox';
import { agentRows, concurrencyRows } from '../everyOperation';
import { byName, operationRows, type Operation } from '../operation';
import type { Row } from '../row';

/** Two messages that are pending, for two users, and one that is not. */
function messages(sandbox: Sandbox, agent: string): void {
	sandbox.addNotifications(agent, [
		{ message_id: 'm1', user_id: 'ada' },
		{ message_id: 'm2', user_id: 'bob' },
		{ message_id: 'm3', user_id: 'ada', status: 'consumed' },
	]);
}

const apart = { agentId: byName('={{ ["Luna", "Atlas", "Luna Moon/II"][$json.n - 1] }}') };

const getMany: Operation = {
	resource: 'notification',
	operation: 'getMany',
	parameters: { agentId: byName('Luna') },
	before: messages,
	sends: 'GET /agents/Luna/notifications?limit=50&status=pending',
	gives: [{ message_id: 'm1' }, { message_id: 'm2' }],
};

const getHistory: Operation = {
	resource: 'notification',
	operation: 'getHistory',
	parameters: { agentId: byName('Luna') },
	before: messages,
	sends: 'GET /agents/Luna/notifications/history?limit=50',
	gives: [{ message_id: 'm3' }, { message_id: 'm2' }, { message_id: 'm1' }],
};

const consume: Operation = {
	resource: 'notification',
	operation: 'consume',
	parameters: { agentId: byName('Luna'), notificationId: 'm1' },
	before: messages,
	sends: 'POST /agents/Luna/notifications/m1/consume',
	gives: [{ message_id: 'm1', status: 'consumed', success: true }],
};

export const notificationOperations: Operation[] = [getMany, getHistory, consume];

export const notificationRows: Row[] = [
	...agentRows(getMany),
	...concurrencyRows(getMany, apart),
	...operationRows(getMany, {
		returnAll: [
			{ value: false },
			{ value: true, sends: ['GET /agents/Luna/notifications?limit=500&status=pending'] },
		],
		limit: [
			{
				value: 1,
				sends: ['GET /agents/Luna/notifications?limit=1&status=pending'],
				gives: [{ message_id: 'm1' }],
			},
			{ value: 501, sends: ['GET /agents/Luna/notifications?limit=500&status=pending'] },
			{ value: 0, fails: /'Limit' .*1 or more/ },
		],
		status: [
			{ value: 'pending' },
			{
				value: 'consumed',
				sends: ['GET /agents/Luna/notifications?limit=50&status=consumed'],
				gives: [{ message_id: 'm3' }],
			},
		],
		userId: [
			{
				value: 'ada',
				sends: ['GET /agents/Luna/notifications?limit=50&status=pending&user_id=ada'],
				gives: [{ message_id: 'm1' }],
			},
			{
				as: 'an expression without a value',
				value: '={{ $json.nobody }}',
				fails: /'User ID' is empty/,
			},
		],
		consume: [
			{ value: false },
			{
				value: true,
				beside: { filters: { userId: 'bob' } },
				sends: [
					'GET /agents/Luna/notifications?limit=50&status=pending&user_id=bob',
					expect.stringMatching(/^POST \/agents\/.*\/notifications\/m2\/consume$/) as string,
				],
				gives: [{ message_id: 'm2', status: 'consumed' }],
			},
		],
	}),

	...agentRows(getHistory),
	...concurrencyRows(getHistory, apart),
	...operationRows(getHistory, {
		returnAll: [
			{ value: false },
			{ value: true, sends: ['GET /agents/Luna/notifications/history?limit=500'] },
		],
		limit: [
			{
				value: 1,
				sends: ['GET /agents/Luna/notifications/history?limit=1'],
				gives: [{ message_id: 'm3' }],
			},
			{ value: 0, fails: /'Limit' .*1 or more/ },
		],
		userId: [
			{
				as: 'found beyond the limit',
				value: 'bob',
				beside: { limit: 1 },
				sends: ['GET /agents/Luna/notifications/history?limit=500'],
				gives: [{ message_id: 'm2' }],
			},
		],
	}),

	...agentRows(consume),
	...concurrencyRows(consume, apart),
	...operationRows(consume, {
		notificationId: [
			{
				value: 'm2',
				sends: ['POST /agents/Luna/notifications/m2/consume'],
				gives: [{ message_id: 'm2', status: 'consumed' }],
			},
		],
	}),
];
