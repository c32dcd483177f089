import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../errors/invalidInput';
import type { ItemParameters } from '../../parameters/itemParameters';
import { finiteNumber } from '../../parameters/number';
import { timezoneName } from '../../parameters/timezone';
import {
	cadenceOptions,
	cronExpression,
	daysOfWeek,
	hours,
	quietFrom,
	quietUntil,
	times,
	timezone,
} from './cadenceFields';
import { readCron } from './cron';
import type { Span } from './timesOfDay';
import {
	DAYS,
	daysOfTheWeek,
	isOverMidnight,
	isWithin,
	timeOfDay,
	timesAt,
	timesOfDay,
} from './timesOfDay';

/** When a schedule fires, in the API's forms. */
export interface Recurrence {
	readonly cadence: IDataObject;
	readonly active_window: { readonly days_of_week: string[]; readonly hours?: IDataObject };
}

/**
 * Expresses the chosen cadence by the forms that Sonzai's API is known to take: daily times, a cron
 * expression, and an active window of days and hours.
 *
 * @param cadence the operation's field for the kind of cadence
 * @param collection the collection that holds timezone and quiet hours
 * @throws InvalidInput when the schedule would never fire, or a part of it can't be understood
 */
export function recurrence(
	parameters: ItemParameters,
	cadence: INodeProperties,
	collection: INodeProperties,
): Recurrence {
	const zone = parameters.optionalText(timezone, collection) ?? parameters.timezone;
	const quiet = quietHours(parameters, collection);
	const kind = parameters.choice(cadence);
	const days = kind === 'weekly' ? chosenDays(parameters) : DAYS.map(({ value }) => value);
	const active_window = { days_of_week: [...days], ...activeHours(quiet) };
	const place = { timezone: timezoneName(zone, timezone.displayName) };

	if (kind === 'cron') {
		if (quiet !== undefined && !isOverMidnight(quiet)) {
			throw new InvalidInput(
				`'${quietFrom.displayName}' and '${quietUntil.displayName}' within one day cannot be combined with a cron expression`,
				'Leave these hours out of the cron expression itself, or choose quiet hours over midnight.',
			);
		}
		const cron = readCron(parameters.text(cronExpression), cronExpression.displayName);
		if (quiet !== undefined) audibleTimes(timesAt(cron.hours, cron.minutes), quiet);
		return { cadence: { cron: cron.expression, ...place }, active_window };
	}
	const audible = audibleTimes(
		kind === 'hours' ? everyFewHours(parameters) : chosenTimes(parameters),
		quiet,
	);
	return { cadence: { simple: { frequency: 'daily', times: audible }, ...place }, active_window };
}

/** @returns whether the user set anything that only goes with a cadence */
export function hasCadenceOptions(
	parameters: ItemParameters,
	collection: INodeProperties,
): boolean {
	return cadenceOptions.some((field) => parameters.optionalText(field, collection) !== undefined);
}

/** @returns whether days and hours leave nothing out */
export function isAlwaysActive({ active_window }: Recurrence): boolean {
	return active_window.hours === undefined && active_window.days_of_week.length === DAYS.length;
}

function chosenTimes(parameters: ItemParameters): string[] {
	const { displayName } = times;
	const found = timesOfDay(parameters.texts(times), displayName);
	if (found.length > 0) return found;
	throw new InvalidInput(
		`'${displayName}' is empty`,
		'The schedule would never fire. Enter at least one time, for example 09:00.',
	);
}

function chosenDays(parameters: ItemParameters): string[] {
	const { displayName } = daysOfWeek;
	const found = daysOfTheWeek(parameters.texts(daysOfWeek), displayName);
	if (found.length > 0) return found;
	throw new InvalidInput(
		`'${displayName}' is empty`,
		'The schedule would never fire. Choose at least one day.',
	);
}

function everyFewHours(parameters: ItemParameters): string[] {
	const distance = finiteNumber(parameters.value(hours), hours.displayName);
	if (!Number.isInteger(distance) || distance < 1 || 24 % distance !== 0) {
		throw new InvalidInput(
			`'${hours.displayName}' is ${distance}, but must be a divisor of 24`,
			'Choose 1, 2, 3, 4, 6, 8, 12 or 24. For other intervals, list the times of a daily schedule.',
		);
	}
	const all = Array.from({ length: 24 / distance }, (_, index) => index * distance);
	return timesAt(all, [0]);
}

function quietHours(parameters: ItemParameters, collection: INodeProperties): Span | undefined {
	const [from, until] = [quietFrom, quietUntil].map((field) => {
		const text = parameters.optionalText(field, collection);
		return text === undefined ? undefined : timeOfDay(text, field.displayName);
	});
	if (from === undefined && until === undefined) return undefined;
	if (from !== undefined && until !== undefined && from !== until) return { from, until };
	throw new InvalidInput(
		`'${quietFrom.displayName}' and '${quietUntil.displayName}' need two different times`,
		'Set both, for example from 22:00 until 08:00, or neither.',
	);
}

/** Active hours are the rest of the day. Those within one day are the only known form. */
function activeHours(quiet: Span | undefined): { hours?: IDataObject } {
	if (quiet === undefined || !isOverMidnight(quiet)) return {};
	return { hours: { start: quiet.until, end: quiet.from } };
}

/** @throws InvalidInput when nothing is left */
function audibleTimes(all: readonly string[], quiet: Span | undefined): string[] {
	const audible = all.filter((time) => quiet === undefined || !isWithin(time, quiet));
	if (audible.length > 0) return audible;
	throw new InvalidInput(
		'All times of the schedule are in the quiet hours',
		'The schedule would never fire. Change the times, or the quiet hours.',
	);
}
