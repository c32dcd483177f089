import type { Sandbox } from '../../../../sandbox';
import { agentRows, concurrencyRows } from '../everyOperation';
import { byName, operationRows, type Operation } from '../operation';
import type { Json } from '../json';
import type { Row } from '../row';
import { ask } from '../sent';

export const apart = { agentId: byName('={{ ["Luna", "Atlas", "Luna Moon/II"][$json.n - 1] }}') };

/** A schedule that is there already; its ID is given as `schedule`. */
export async function schedule(sandbox: Sandbox, agent: string): Promise<Json[]> {
	const { schedule_id } = await ask(
		sandbox,
		`POST /agents/${encodeURIComponent(agent)}/users/ada/schedules`,
		{
			intent: 'Drink',
			check_type: 'reminder',
			cadence: { simple: { frequency: 'daily', times: ['09:00'] }, timezone: 'UTC' },
			metadata: { cups: 2 },
		},
	);
	return [{ schedule: schedule_id }];
}

/** Two schedules. */
async function schedules(sandbox: Sandbox, agent: string): Promise<void> {
	await schedule(sandbox, agent);
	await schedule(sandbox, agent);
}

const chosen = { agentId: byName('Luna'), userId: 'ada', scheduleId: '={{ $json.schedule }}' };

const get: Operation = {
	resource: 'schedule',
	operation: 'get',
	parameters: chosen,
	before: schedule,
	sends: 'GET /agents/Luna/users/ada/schedules/*',
	gives: [
		{
			intent: 'Drink',
			cadence: { simple: { frequency: 'daily', times: ['09:00'] }, timezone: 'UTC' },
			metadata: { cups: 2 },
		},
	],
};

const getMany: Operation = {
	resource: 'schedule',
	operation: 'getMany',
	parameters: { agentId: byName('Luna'), userId: 'ada' },
	before: schedules,
	sends: 'GET /agents/Luna/users/ada/schedules',
	gives: [{ intent: 'Drink' }, { intent: 'Drink' }],
};

const getUpcoming: Operation = {
	resource: 'schedule',
	operation: 'getUpcoming',
	parameters: chosen,
	before: schedule,
	sends: 'GET /agents/Luna/users/ada/schedules/*/upcoming?limit=50',
};

const deleting: Operation = {
	resource: 'schedule',
	operation: 'delete',
	parameters: chosen,
	before: schedule,
	sends: 'DELETE /agents/Luna/users/ada/schedules/*',
	gives: [{ deleted: true }],
};

const fire = { fires_at: expect.stringMatching(/T09:00:00.000Z$/) as string };

/** Of another user, who has no schedule. */
const strangers = (line: string) => ({
	value: 'bob@example.com',
	settings: { onError: 'continueRegularOutput' },
	sends: [line.replace('/ada/', '/bob%40example.com/')],
});

const notFound = { gives: [{ error: expect.stringContaining('404') as string }] };

export const scheduleOperations: Operation[] = [get, getMany, getUpcoming, deleting];

export const scheduleRows: Row[] = [
	...[get, getMany, getUpcoming, deleting].flatMap(agentRows),
	...[get, getMany, getUpcoming, deleting].flatMap((base) => concurrencyRows(base, apart)),

	...operationRows(get, {
		userId: [{ ...strangers('GET /agents/Luna/users/ada/schedules/*'), ...notFound }],
		scheduleId: [
			{ value: '={{ $json.schedule }}' },
			{
				as: 'of a schedule that does not exist',
				value: 'gone',
				sends: ['GET /agents/Luna/users/ada/schedules/gone'],
				settings: { onError: 'continueRegularOutput' },
				...notFound,
			},
		],
	}),
	...operationRows(getMany, {
		userId: [
			{
				value: 'bob@example.com',
				sends: ['GET /agents/Luna/users/bob%40example.com/schedules'],
				gives: [],
			},
		],
		returnAll: [{ value: true }, { value: false }],
		limit: [
			{ value: 1, gives: [{ intent: 'Drink' }] },
			{ value: 0, fails: /'Limit' .*1 or more/ },
		],
	}),
	...operationRows(getUpcoming, {
		userId: [
			{ ...strangers('GET /agents/Luna/users/ada/schedules/*/upcoming?limit=50'), ...notFound },
		],
		scheduleId: [{ value: '={{ $json.schedule }}' }],
		limit: [
			{
				value: 1,
				sends: ['GET /agents/Luna/users/ada/schedules/*/upcoming?limit=1'],
				gives: [fire],
			},
			{
				value: 100,
				sends: ['GET /agents/Luna/users/ada/schedules/*/upcoming?limit=100'],
				gives: Array.from({ length: 100 }, () => fire),
			},
			{ value: 0, fails: /'Limit' .*from 1 to 100/ },
			{ value: 101, fails: /'Limit' .*from 1 to 100/ },
		],
	}),
	...operationRows(deleting, {
		userId: [strangers('DELETE /agents/Luna/users/ada/schedules/*')],
		scheduleId: [{ value: '={{ $json.schedule }}' }],
	}),
];
