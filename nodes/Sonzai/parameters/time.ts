import { tryToParseDateTime } from 'n8n-workflow';
import { InvalidInput } from '../errors/invalidInput';
import { finiteNumber } from './number';

/** Minutes in each unit that a delay can be given in. */
export const MINUTES_PER_UNIT = { minutes: 1, hours: 60, days: 24 * 60 } as const;

export type DelayUnit = keyof typeof MINUTES_PER_UNIT;

/** When a wakeup fires, as the wire says it: `scheduled_at` overrides `delay_hours` when set. */
export interface WakeupTime {
	/** Whole hours, at least 0. */
	readonly delay_hours: number;
	/** RFC 3339, in UTC. */
	readonly scheduled_at?: string;
}

const HOUR_MS = 3_600_000;

/** @throws InvalidInput when it is empty, not a date, or earlier than now */
export function futureTime(value: unknown, label: string, timezone: string, now: Date): WakeupTime {
	const time = instant(value, label, timezone);
	if (time.getTime() < now.getTime()) {
		throw new InvalidInput(
			`'${label}' is in the past: ${time.toISOString()}`,
			`It is ${now.toISOString()} now. A date without an offset is read in the workflow's timezone, ${timezone}.`,
		);
	}
	return absolute(time, now);
}

/**
 * Turns a delay into the wire's whole hours, and into an absolute time where whole hours can't say it.
 *
 * @param amount zero or more of the unit
 * @throws InvalidInput for a negative or endless delay
 */
export function delayTime(amount: unknown, unit: DelayUnit, label: string, now: Date): WakeupTime {
	const number = finiteNumber(amount, label);
	const minutes = number * MINUTES_PER_UNIT[unit];
	const time = new Date(now.getTime() + minutes * 60_000);
	if (number < 0) {
		throw new InvalidInput(
			`'${label}' is ${number} ${unit}, but must lie ahead`,
			'Enter 0 or more. For a point in time, choose At a Date and Time instead.',
		);
	}
	if (Number.isNaN(time.getTime())) {
		throw new InvalidInput(
			`'${label}' is ${number} ${unit}, which is too far ahead`,
			'Enter less: no calendar reaches that far.',
		);
	}
	if (Number.isInteger(minutes / 60)) return { delay_hours: minutes / 60 };
	return absolute(time, now);
}

function absolute(time: Date, now: Date): WakeupTime {
	return {
		delay_hours: Math.ceil((time.getTime() - now.getTime()) / HOUR_MS),
		scheduled_at: time.toISOString(),
	};
}

/**
 * Reads a date in any form that n8n's date field or an expression gives.
 *
 * @param timezone IANA name; a date without an offset is meant in it (n8n's date field stores none)
 * @throws InvalidInput when it is empty or not a date
 */
export function instant(value: unknown, label: string, timezone: string): Date {
	if (value === undefined || value === null || value === '') {
		throw new InvalidInput(`'${label}' is empty`, 'Pick a date and time, or enter one.');
	}
	// Numbers that n8n gives as times are milliseconds since 1970.
	const readable = typeof value === 'number' ? new Date(value) : value;
	const time = parsed(readable, timezone);
	if (time === undefined || isAmbiguous(readable)) {
		throw new InvalidInput(
			`'${label}' is not a date: ${typeof value === 'object' ? JSON.stringify(value) : String(value as string)}`,
			'Use the date picker, or a form such as 2026-04-05T09:00 or 2026-04-05T09:00:00+02:00.',
		);
	}
	return time;
}

function parsed(value: unknown, timezone: string): Date | undefined {
	try {
		return tryToParseDateTime(value, timezone).toJSDate();
	} catch {
		return undefined;
	}
}

const WITH_OFFSET = /(\d:\d\d|\dt\d\d).*(z|gmt|utc|[+-]\d\d)/i;

/**
 * n8n's parser hands what it does not know to `Date.parse`, which reads a date without an offset in
 * the timezone of the server instead of the one it was given. Such a date is the same instant in
 * every timezone and yet names no offset.
 */
function isAmbiguous(value: unknown): boolean {
	if (typeof value !== 'string' || WITH_OFFSET.test(value)) return false;
	return parsed(value, 'UTC+1')?.getTime() === parsed(value, 'UTC+2')?.getTime();
}

/** Short names that this JavaScript engine knows and IANA's database does not: BST is Bangladesh here. */
const NOT_OF_IANA =
	/^(ACT|AET|AGT|ART|AST|BET|BST|CAT|CNT|CST|CTT|EAT|ECT|IET|IST|JST|MIT|NET|NST|PLT|PNT|PRT|PST|SST|VST|SystemV\/.*)$/i;

/**
 * Checks the name of a timezone. What differs from the name in upper and lower case alone is
 * corrected.
 *
 * @throws InvalidInput for what is no IANA name
 */
export function timezoneName(name: string, label: string): string {
	try {
		// Offsets are understood here, too, but they are no names.
		if (/^[a-z]/i.test(name) && !NOT_OF_IANA.test(name)) {
			const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
			return known.toLowerCase() === name.toLowerCase() ? known : name;
		}
	} catch {
		// Told below.
	}
	throw new InvalidInput(
		`'${label}' is "${name}", which is not a timezone`,
		'Use an IANA name, for example Europe/Berlin, America/New_York or UTC.',
	);
}
