import { InvalidInput } from '../../errors/invalidInput';
import { quoted } from '../../errors/quote';
import { shortText } from '../../parameters/text';

interface Field {
	readonly name: string;
	readonly min: number;
	readonly max: number;
	/** Names that stand for the numbers from `min` on. */
	readonly names?: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const FIELDS: readonly Field[] = [
	{ name: 'minute', min: 0, max: 59 },
	{ name: 'hour', min: 0, max: 23 },
	{ name: 'day of the month', min: 1, max: 31 },
	{ name: 'month', min: 1, max: 12, names: MONTHS },
	// 0 and 7 are both Sunday.
	{
		name: 'day of the week',
		min: 0,
		max: 7,
		names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
	},
];

/** In characters: enough to list every minute, hour, day and month. */
const LONGEST = 1_000;

/** With February in a leap year. */
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A cron expression that fires. */
export interface Cron {
	/** With single spaces. */
	readonly expression: string;
	/** At which it fires, each once: at each of the minutes of each of the hours. */
	readonly hours: readonly number[];
	readonly minutes: readonly number[];
}

/**
 * Reads a cron expression of five fields: numbers, names, ranges, lists and steps.
 *
 * @throws InvalidInput for what is none, and for a date that no year has
 */
export function readCron(expression: string, label: string): Cron {
	const parts = shortText(expression, label, LONGEST).split(/\s+/);
	if (parts.length !== FIELDS.length) {
		throw broken(
			label,
			`has ${parts.length} ${parts.length === 1 ? 'field' : 'fields'} instead of five`,
		);
	}
	const values = FIELDS.map((field, index) => valuesOf(parts[index] ?? '', field, label));
	const [minutes = [], hours = [], days = [], months = []] = values;
	// With a day of the week, too, either of the two is enough.
	if (parts[4] === '*' && !months.some((month) => days.some((day) => exists(day, month)))) {
		throw new InvalidInput(
			`'${label}' names a date that never occurs`,
			'The schedule would never fire. Change the day of the month or the month.',
		);
	}
	return { expression: parts.join(' '), hours, minutes };
}

function valuesOf(part: string, field: Field, label: string): number[] {
	const values = part.split(',').flatMap((entry) => {
		const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(entry) ?? [];
		const [first, last] = bounds(range, field);
		// A step needs a range: what a single number with one means differs between implementations.
		const isSingle = range !== '*' && !range.includes('-');
		const by = step === undefined ? 1 : Number(step);
		const valid = first >= field.min && last <= field.max && first <= last;
		if (!valid || by < 1 || (isSingle && step !== undefined)) {
			throw broken(label, `has "${quoted(entry)}", which is not a valid ${field.name}`);
		}
		return Array.from(
			{ length: Math.floor((last - first) / by) + 1 },
			(_, index) => first + index * by,
		);
	});
	return [...new Set(values)];
}

/** @returns NaN for what is no number and no name, which no comparison holds for */
function bounds(range: string, field: Field): [number, number] {
	if (range === '*') return [field.min, field.max];
	const [first = '', last = first, ...rest] = range.split('-');
	if (rest.length > 0) return [NaN, NaN];
	return [numberOf(first, field), numberOf(last, field)];
}

function numberOf(text: string, { min, names = [] }: Field): number {
	const index = names.indexOf(text.toUpperCase());
	if (index >= 0) return min + index;
	return /^\d+$/.test(text) ? Number(text) : NaN;
}

function exists(day: number, month: number): boolean {
	return day <= (LONGEST_MONTHS[month - 1] ?? 0);
}

function broken(label: string, what: string): InvalidInput {
	return new InvalidInput(
		`'${label}' ${what}`,
		'Write five fields: minute, hour, day of the month, month and day of the week, for example 0 9 * * 1-5 for 9:00 from Monday to Friday.',
	);
}
