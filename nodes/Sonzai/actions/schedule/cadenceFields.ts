import type { INodeProperties } from 'n8n-workflow';
import { shownIf } from '../../parameters/conditionalField';
import { DAYS } from './timesOfDay';

/** How a schedule repeats; every kind is expressed by the forms of Sonzai's API. */
export const cadence: INodeProperties = {
	displayName: 'Repeat',
	name: 'cadence',
	type: 'options',
	options: [
		{ name: 'By Cron Expression', value: 'cron' },
		{ name: 'Daily', value: 'daily' },
		{ name: 'Every Few Hours', value: 'hours' },
		{ name: 'Weekly', value: 'weekly' },
	],
	default: 'daily',
	description: 'How often the agent reaches out',
};

/** The kind that leaves a schedule's cadence as it is. */
export const UNCHANGED = 'unchanged';

export const changedCadence: INodeProperties = {
	...cadence,
	options: [
		...(cadence.options ?? []),
		{ name: 'Leave as It Is', value: UNCHANGED },
	] as INodeProperties['options'],
	default: UNCHANGED,
	description:
		'How often the agent reaches out from now on. Replaces times, days, timezone and quiet hours together.',
};

export const times = shownIf(
	{ cadence: ['daily', 'weekly'] },
	{
		displayName: 'Times of Day',
		name: 'times',
		type: 'string',
		default: '',
		placeholder: 'e.g. 09:00, 18:30',
		description:
			'The times on each day, from 00:00 to 23:59. Separate several with commas, or pass a list.',
	},
);

export const daysOfWeek = shownIf(
	{ cadence: ['weekly'] },
	{
		displayName: 'Days of the Week',
		name: 'daysOfWeek',
		type: 'multiOptions',
		options: DAYS.map(({ name, value }) => ({ name, value })),
		default: [],
		description: 'The days on which the agent reaches out',
	},
);

export const hours = shownIf(
	{ cadence: ['hours'] },
	{
		displayName: 'Hours Between',
		name: 'hours',
		type: 'options',
		options: [1, 2, 3, 4, 6, 8, 12].map((value) => ({
			name: value === 1 ? 'Every Hour' : `Every ${value} Hours`,
			value,
		})),
		default: 4,
		description: 'Counted from midnight. Only divisors of 24 give the same times every day.',
	},
);

export const cronExpression = shownIf(
	{ cadence: ['cron'] },
	{
		displayName: 'Cron Expression',
		name: 'cronExpression',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0 9 * * 1-5',
		description: 'Five fields: minute, hour, day of the month, month, day of the week',
	},
);

/** The fields that show for the chosen kind of cadence. */
export const cadenceFields = [times, daysOfWeek, hours, cronExpression];

export const timezone: INodeProperties = {
	displayName: 'Timezone',
	name: 'timezone',
	type: 'string',
	default: '',
	placeholder: 'e.g. Europe/Berlin',
	description:
		"The IANA timezone of times, days and quiet hours. Leave empty for the workflow's timezone.",
};

export const quietFrom: INodeProperties = {
	displayName: 'Quiet Hours From',
	name: 'quietHoursFrom',
	type: 'string',
	default: '',
	placeholder: 'e.g. 22:00',
	description: 'Start of quiet hours. What would be due during quiet hours is skipped.',
};

export const quietUntil: INodeProperties = {
	displayName: 'Quiet Hours Until',
	name: 'quietHoursUntil',
	type: 'string',
	default: '',
	placeholder: 'e.g. 08:00',
	description: 'End of quiet hours',
};

/** Entries of a collection that go with a cadence. */
export const cadenceOptions = [timezone, quietFrom, quietUntil];
