import { InvalidInput } from '../../errors/invalidInput';
import { quoted } from '../../errors/quote';

/** The days as the API names them (`active_window.days_of_week`), in the order of the week. */
export const DAYS = [
	{ name: 'Monday', value: 'mon' },
	{ name: 'Tuesday', value: 'tue' },
	{ name: 'Wednesday', value: 'wed' },
	{ name: 'Thursday', value: 'thu' },
	{ name: 'Friday', value: 'fri' },
	{ name: 'Saturday', value: 'sat' },
	{ name: 'Sunday', value: 'sun' },
] as const;

/** A span of each day, from one time of day to another; over midnight when it ends before it begins. */
export interface Span {
	readonly from: string;
	readonly until: string;
}

/**
 * @returns the time as `HH:MM`
 * @throws InvalidInput for anything but a time of day
 */
export function timeOfDay(text: string, label: string): string {
	const [, hour = '', minute = ''] = /^(\d{1,2}):(\d\d)(?::00)?$/.exec(text) ?? [];
	if (hour === '' || Number(hour) > 23 || Number(minute) > 59) {
		throw new InvalidInput(
			`'${label}' has "${quoted(text)}", which is not a time of day`,
			'Write hours and minutes from 00:00 to 23:59, for example 09:00.',
		);
	}
	return `${hour.padStart(2, '0')}:${minute}`;
}

/** @returns each of the minutes of each of the hours, as `HH:MM` */
export function timesAt(hours: readonly number[], minutes: readonly number[]): string[] {
	return hours.flatMap((hour) =>
		minutes.map((minute) => `${twoDigits(hour)}:${twoDigits(minute)}`),
	);
}

function twoDigits(number: number): string {
	return String(number).padStart(2, '0');
}

/** @returns the times without repetitions, earliest first */
export function timesOfDay(entries: readonly string[], label: string): string[] {
	return [...new Set(entries.map((entry) => timeOfDay(entry, label)))].sort();
}

/**
 * @param entries names of days, short or whole
 * @returns the API's names, in the order of the week
 * @throws InvalidInput for what is no day
 */
export function daysOfTheWeek(entries: readonly string[], label: string): string[] {
	const wanted = new Set(entries.map((entry) => dayOf(entry, label)));
	return DAYS.map(({ value }) => value).filter((value) => wanted.has(value));
}

function dayOf(entry: string, label: string): string {
	const text = entry.toLowerCase();
	const day = DAYS.find(({ name, value }) => text === value || text === name.toLowerCase());
	if (day !== undefined) return day.value;
	throw new InvalidInput(
		`'${label}' has "${quoted(entry)}", which is not a day of the week`,
		'Choose from the list, or name days as mon, tue, wed, thu, fri, sat and sun.',
	);
}

/** @returns whether a span goes from one day to the next */
export function isOverMidnight({ from, until }: Span): boolean {
	return from > until;
}

/** The beginning of a span is in it, its end is not. */
export function isWithin(time: string, span: Span): boolean {
	return isOverMidnight(span)
		? time >= span.from || time < span.until
		: time >= span.from && time < span.until;
}
