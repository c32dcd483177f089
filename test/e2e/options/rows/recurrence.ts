import { operationRows, type Operation, type OperationCase } from '../operation';
import { TIMEZONE } from '../optionStage';
import type { Json } from '../json';
import type { Row } from '../row';
import type { Sent } from '../sent';

export const ALL_DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Daily times in the API's form. */
export const daily = (times: string[], timezone = TIMEZONE) => ({
	simple: { frequency: 'daily', times },
	timezone,
});

/** Changes the cadence to daily, as Create has it by itself. */
const cadenced = { cadence: 'daily', times: '09:00' };

/** An operation that sets when a schedule fires. */
export interface Changing {
	readonly base: Operation;
	/** The collection of what it can do without. */
	readonly collection: 'additionalFields' | 'updateFields';
	/** What its request always says besides. */
	readonly about: Json;
	/** What its request says of the cadence when no parameter of it is set. */
	readonly unset: Json;
	/** What its request says of the days and hours beside a cadence that leaves none out. */
	readonly always: Json;
	/** Whether it returns the whole schedule. */
	readonly returnsIt: boolean;
}

/** Rows for what Create and Update have in common. */
export function changeRows(changing: Changing): Row[] {
	const { base, collection, about, unset, always, returnsIt } = changing;
	const [line] = base.sends as [string, unknown];
	const sending = (more: object): Sent[] => [[line, { ...about, ...more }]];
	const giving = (answered: Json) => (returnsIt ? [answered] : base.gives);
	const recurring = (cadence: object, active_window?: object) => ({
		sends: sending({ cadence, ...(active_window ? { active_window } : always) }),
		gives: giving({ cadence, ...(active_window ? { active_window } : always) }),
	});
	const plain = (more: object) => sending({ ...unset, ...more });
	const beside = (more: Json) => ({ ...cadenced, ...more });

	return operationRows(base, {
		cadence: [
			{ value: 'daily', beside: { times: '09:00' }, ...recurring(daily(['09:00'])) },
			{
				value: 'weekly',
				beside: { times: '09:00', daysOfWeek: ['fri', 'mon'] },
				...recurring(daily(['09:00']), { days_of_week: ['mon', 'fri'] }),
			},
			{
				value: 'hours',
				beside: { hours: 12 },
				...recurring(daily(['00:00', '12:00'])),
			},
			{
				value: 'cron',
				beside: { cronExpression: '0 9 * * 1-5' },
				...recurring({ cron: '0 9 * * 1-5', timezone: TIMEZONE }),
			},
		],
		times: [
			{
				as: 'a text with commas',
				value: '18:30, 9:00',
				beside: { cadence: 'daily' },
				...recurring(daily(['09:00', '18:30'])),
			},
			{
				as: 'a list',
				value: '={{ ["18:30", "09:00"] }}',
				beside: { cadence: 'daily' },
				...recurring(daily(['09:00', '18:30'])),
			},
			{ value: '24:00', beside: { cadence: 'daily' }, fails: /'Times of Day' has "24:00"/ },
		],
		daysOfWeek: [
			...ALL_DAYS.map((day) => ({
				value: [day],
				beside: { cadence: 'weekly', times: '09:00' },
				...recurring(daily(['09:00']), { days_of_week: [day] }),
			})),
			{
				as: 'none',
				value: [],
				beside: { cadence: 'weekly', times: '09:00' },
				fails: /'Days of the Week' is empty/,
			},
		],
		hours: [1, 2, 3, 4, 6, 8, 12].map((value) => ({
			value,
			beside: { cadence: 'hours' },
			...recurring(
				daily(
					Array.from(
						{ length: 24 / value },
						(_, index) => `${String(index * value).padStart(2, '0')}:00`,
					),
				),
			),
		})),
		cronExpression: [
			{
				value: '30 8 1 * *',
				beside: { cadence: 'cron' },
				...recurring({ cron: '30 8 1 * *', timezone: TIMEZONE }),
			},
			{ as: 'none', value: '', beside: { cadence: 'cron' }, fails: /'Cron Expression' is empty/ },
		],
		timezone: [
			{
				value: 'Europe/Berlin',
				beside: beside({}),
				...recurring(daily(['09:00'], 'Europe/Berlin')),
			},
			{ value: 'Berlin', beside: beside({}), fails: /'Timezone' is "Berlin"/ },
		],
		...quietRows(collection, beside, recurring),
		checkType: [
			{
				value: 'medication',
				sends: plain({ check_type: 'medication' }),
				gives: giving({ check_type: 'medication' }),
			},
		],
		...periodRows(collection, plain),
		metadata: [
			{
				as: 'a text and a number',
				value: {
					entries: [
						{ name: 'city', value: 'Berlin' },
						{ name: 'cups', value: '={{ 3 }}' },
					],
				},
				sends: plain({ metadata: { city: 'Berlin', cups: 3 } }),
			},
		],
	});
}

function quietRows(
	collection: string,
	beside: (more: Json) => Json,
	recurring: (cadence: object, active_window?: object) => Partial<OperationCase>,
): Record<string, OperationCase[]> {
	const active = { days_of_week: ALL_DAYS, hours: { start: '08:00', end: '22:00' } };
	return {
		quietHoursFrom: [
			{
				as: 'over midnight',
				value: '22:00',
				beside: beside({ [collection]: { quietHoursUntil: '08:00' } }),
				...recurring(daily(['09:00']), active),
			},
			{
				as: 'without an end',
				value: '22:00',
				beside: beside({}),
				fails: /'Quiet Hours From' and 'Quiet Hours Until' need two/,
			},
		],
		quietHoursUntil: [
			{
				as: 'within a day',
				value: '15:00',
				beside: beside({ times: '09:00, 13:00', [collection]: { quietHoursFrom: '12:00' } }),
				...recurring(daily(['09:00'])),
			},
			{
				as: 'all times are quiet',
				value: '10:00',
				beside: beside({ [collection]: { quietHoursFrom: '22:00' } }),
				fails: /All times of the schedule are in the quiet hours/,
			},
		],
	};
}

function periodRows(
	collection: string,
	plain: (more: object) => Sent[],
): Record<string, OperationCase[]> {
	return {
		startsAt: [
			{
				value: '2040-01-31T09:00:00+02:00',
				sends: plain({ starts_at: '2040-01-31T07:00:00.000Z' }),
			},
			{
				as: "in the workflow's timezone",
				value: '2040-01-31T09:00:00',
				sends: plain({ starts_at: '2040-01-31T03:30:00.000Z' }),
			},
		],
		endsAt: [
			{ value: '2040-01-31T09:00:00Z', sends: plain({ ends_at: '2040-01-31T09:00:00.000Z' }) },
			{
				as: "in the workflow's timezone",
				value: '2040-01-31T09:00:00',
				sends: plain({ ends_at: '2040-01-31T03:30:00.000Z' }),
			},
			{ as: 'in the past', value: '2020-01-31T09:00:00Z', fails: /'Ends At' is in the past/ },
			{
				as: 'before the start',
				value: '2040-01-31T09:00:00Z',
				beside: { [collection]: { startsAt: '2041-01-31T09:00:00Z' } },
				fails: /'Ends At' is not after 'Starts At'/,
			},
		],
	};
}
