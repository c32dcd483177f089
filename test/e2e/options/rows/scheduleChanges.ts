import { agentRows, concurrencyRows } from '../everyOperation';
import { byName, operationRows, type Operation } from '../operation';
import type { Row } from '../row';
import type { Sent } from '../sent';
import { ALL_DAYS, changeRows, daily } from './recurrence';
import { apart, schedule } from './schedule';

const create: Operation = {
	resource: 'schedule',
	operation: 'create',
	parameters: { agentId: byName('Luna'), userId: 'ada', context: 'Drink', times: '09:00' },
	sends: [
		'POST /agents/Luna/users/ada/schedules',
		{ intent: 'Drink', check_type: 'reminder', cadence: daily(['09:00']) },
	],
	gives: [{ enabled: true }],
};

const update: Operation = {
	resource: 'schedule',
	operation: 'update',
	parameters: {
		agentId: byName('Luna'),
		userId: 'ada',
		scheduleId: '={{ $json.schedule }}',
		updateFields: { checkType: 'drink' },
	},
	before: schedule,
	sends: ['PATCH /agents/Luna/users/ada/schedules/*', { check_type: 'drink' }],
	gives: [{ check_type: 'drink', cadence: daily(['09:00'], 'UTC') }],
};

const patching = (body: object): Sent[] => [['PATCH /agents/Luna/users/ada/schedules/*', body]];

export const scheduleChangeOperations: Operation[] = [create, update];

export const scheduleChangeRows: Row[] = [
	...[create, update].flatMap(agentRows),
	...[create, update].flatMap((base) => concurrencyRows(base, apart)),
	...changeRows({
		base: create,
		collection: 'additionalFields',
		about: { intent: 'Drink', check_type: 'reminder' },
		unset: { cadence: daily(['09:00']) },
		always: {},
		returnsIt: false,
	}),
	...changeRows({
		base: update,
		collection: 'updateFields',
		about: { check_type: 'drink' },
		unset: {},
		always: { active_window: { days_of_week: ALL_DAYS } },
		returnsIt: true,
	}),

	...operationRows(create, {
		userId: [
			{
				value: 'bob@example.com',
				sends: [
					[
						'POST /agents/Luna/users/bob%40example.com/schedules',
						{ intent: 'Drink', check_type: 'reminder', cadence: daily(['09:00']) },
					],
				],
			},
		],
		context: [
			{
				value: 'Stretch',
				sends: [
					[
						'POST /agents/Luna/users/ada/schedules',
						{ intent: 'Stretch', check_type: 'reminder', cadence: daily(['09:00']) },
					],
				],
			},
		],
		inventoryItemId: [
			{
				value: 'item-1',
				sends: [
					[
						'POST /agents/Luna/users/ada/schedules',
						{
							intent: 'Drink',
							check_type: 'reminder',
							cadence: daily(['09:00']),
							inventory_item_id: 'item-1',
						},
					],
				],
			},
		],
	}),
	...operationRows(update, {
		userId: [
			{
				value: 'bob@example.com',
				settings: { onError: 'continueRegularOutput' },
				sends: [
					['PATCH /agents/Luna/users/bob%40example.com/schedules/*', { check_type: 'drink' }],
				],
				gives: [{ error: expect.stringContaining('404') as string }],
			},
		],
		scheduleId: [{ value: '={{ $json.schedule }}' }],
		cadence: [{ value: 'unchanged' }],
		context: [
			{
				value: 'Stretch',
				sends: patching({ check_type: 'drink', intent: 'Stretch' }),
				gives: [{ intent: 'Stretch' }],
			},
		],
		enabled: [
			{
				value: false,
				sends: patching({ check_type: 'drink', enabled: false }),
				gives: [{ enabled: false }],
			},
			{
				value: true,
				sends: patching({ check_type: 'drink', enabled: true }),
				gives: [{ enabled: true }],
			},
		],
		timezone: [
			{
				as: 'without a new cadence',
				value: 'UTC',
				fails: /Timezone and quiet hours change together/,
			},
		],
	}),
];
