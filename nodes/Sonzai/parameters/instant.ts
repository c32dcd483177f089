import { tryToParseDateTime } from 'n8n-workflow';
import { InvalidInput } from '../errors/invalidInput';
import { quoted } from '../errors/quote';
import type { WrittenDate } from './writtenDate';
import { writtenDate } from './writtenDate';

/**
 * Reads a point in time in any form that n8n's date field or an expression gives: a text (see
 * {@link writtenDate}), a number of milliseconds since 1970, a `Date`, or a luxon `DateTime`.
 *
 * @param label the field's name in the node panel
 * @param timezone IANA name; a text without an offset is meant in it (n8n's date field stores none)
 * @throws InvalidInput when it is empty or not a date
 */
export function instant(value: unknown, label: string, timezone: string): Date {
	if (value === undefined || value === null || value === '') {
		throw new InvalidInput(`'${label}' is empty`, 'Pick a date and time, or enter one.');
	}
	const time = new Date(milliseconds(value, timezone));
	if (Number.isFinite(time.getTime())) return time;
	throw new InvalidInput(
		`'${label}' is not a date: ${shown(value)}`,
		'Use the date picker, or a form such as 2026-04-05T09:00 or 2026-04-05T09:00:00+02:00.',
	);
}

/** @returns NaN for what is not a date */
function milliseconds(value: unknown, timezone: string): number {
	if (typeof value === 'number') return value;
	if (value instanceof Date) return value.getTime();
	if (isDateTime(value)) return value.toMillis();
	const written = typeof value === 'string' ? writtenDate(value) : undefined;
	return written === undefined ? NaN : atItsPlace(written, timezone);
}

function atItsPlace({ local, offsetMinutes, zone }: WrittenDate, timezone: string): number {
	if (offsetMinutes !== undefined) return Date.parse(`${local}Z`) - offsetMinutes * 60_000;
	// What n8n can't read by its own rules, it would hand to `Date.parse`, which reads it in the
	// timezone of the server: a local time in this form never gets there.
	return tryToParseDateTime(local, zone ?? timezone).toMillis();
}

/** n8n and its Code node may each have a luxon of their own, so that `instanceof` says nothing. */
function isDateTime(value: unknown): value is { readonly toMillis: () => number } {
	return typeof (value as { readonly toMillis?: unknown }).toMillis === 'function';
}

function shown(value: unknown): string {
	if (typeof value !== 'object') return quoted(String(value));
	try {
		return quoted(JSON.stringify(value));
	} catch {
		return 'an object';
	}
}
