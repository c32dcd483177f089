import { Cron } from 'croner';
import type { Recurrence } from './state';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)$/;
/** A cadence whose next so many times all fall outside its active window never fires. */
const LONGEST_SEARCH = 5_000;

/** Something in a cadence or active window that can't be understood. */
export class RecurrenceError extends Error {
	/** @param property where it is, as in `cadence.timezone` */
	constructor(
		readonly property: string,
		message: string,
		readonly value?: unknown,
	) {
		super(message);
	}
}

interface Window {
	days: Set<number>;
	/** Minutes after midnight. A window that ends before it starts goes over midnight. */
	start: number;
	end: number;
}

/**
 * The next times at which a schedule fires, soonest first.
 *
 * @param after times up to and including this one are left out
 * @throws {RecurrenceError} when the cadence or the active window can't be understood
 */
export function nextFires(recurrence: Recurrence, after: Date, count: number): Date[] {
	const { timezone, patterns } = readCadence(recurrence.cadence);
	const window = readWindow(recurrence.active_window);
	const end = recurrence.ends_at === undefined ? Infinity : Date.parse(recurrence.ends_at);
	const fires: Date[] = [];
	let from = after;
	if (recurrence.starts_at !== undefined) {
		// A time that equals `starts_at` counts.
		from = new Date(Math.max(after.getTime(), Date.parse(recurrence.starts_at) - 1));
	}
	for (let tried = 0; fires.length < count && tried < LONGEST_SEARCH; tried++) {
		const next = earliest(patterns, from);
		if (!next || next.getTime() > end) break;
		if (isInside(window, next, timezone)) fires.push(next);
		from = next;
	}
	return fires;
}

/**
 * The kind of a cadence and its timezone, as answers name them.
 *
 * @throws {RecurrenceError} when the cadence can't be understood
 */
export function describeCadence(cadence: unknown): { cadence_type: string; timezone: string } {
	const { timezone, type } = readCadence(cadence);
	return { cadence_type: type, timezone };
}

/** A moment in RFC 3339 as a clock on the wall of that timezone shows it. */
export function localTime(moment: Date, timezone: string): string {
	const part = wallClock(moment, timezone);
	const offset = part('timeZoneName').replace('GMT', '') || 'Z';
	return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}${offset}`;
}

function readCadence(cadence: unknown): { type: string; timezone: string; patterns: Cron[] } {
	if (!isRecord(cadence)) {
		throw new RecurrenceError('cadence', 'must be an object with simple or cron', cadence);
	}
	const { simple, cron, timezone } = cadence;
	if (typeof timezone !== 'string' || !isTimezone(timezone)) {
		throw new RecurrenceError('cadence.timezone', 'must be an IANA timezone name', timezone);
	}
	if ((simple === undefined) === (cron === undefined)) {
		throw new RecurrenceError('cadence', 'must have either simple or cron', cadence);
	}
	if (simple !== undefined) {
		return { type: 'simple', timezone, patterns: readSimple(simple, timezone) };
	}
	if (typeof cron !== 'string') {
		throw new RecurrenceError('cadence.cron', 'must be a cron expression', cron);
	}
	try {
		return { type: 'cron', timezone, patterns: [new Cron(cron, { timezone, mode: '5-part' })] };
	} catch {
		throw new RecurrenceError('cadence.cron', 'must be a cron expression of five fields', cron);
	}
}

/** Daily is the only simple cadence whose field names are attested. */
function readSimple(simple: unknown, timezone: string): Cron[] {
	if (!isRecord(simple) || simple.frequency !== 'daily') {
		throw new RecurrenceError('cadence.simple.frequency', 'must be daily', simple);
	}
	const { times } = simple;
	if (!Array.isArray(times) || times.length === 0) {
		throw new RecurrenceError('cadence.simple.times', 'must list at least one time', times);
	}
	return times.map((time: unknown) => {
		const minutes = minutesOf(time, 'cadence.simple.times');
		return new Cron(`${minutes % 60} ${Math.floor(minutes / 60)} * * *`, { timezone });
	});
}

function readWindow(window: unknown): Window | undefined {
	if (window === undefined || window === null) return undefined;
	if (!isRecord(window)) {
		throw new RecurrenceError('active_window', 'must be an object', window);
	}
	const { hours, days_of_week: days } = window;
	if (hours !== undefined && !isRecord(hours)) {
		throw new RecurrenceError('active_window.hours', 'must have start and end', hours);
	}
	if (
		days !== undefined &&
		!(Array.isArray(days) && days.every((day) => DAYS.includes(day as string)))
	) {
		throw new RecurrenceError(
			'active_window.days_of_week',
			`must list days: ${DAYS.join(', ')}`,
			days,
		);
	}
	return {
		days: new Set((days ?? DAYS).map((day) => DAYS.indexOf(day as string))),
		start: hours ? minutesOf(hours.start, 'active_window.hours.start') : 0,
		end: hours ? minutesOf(hours.end, 'active_window.hours.end') : 24 * 60,
	};
}

/** The start of the window is in it, its end is not. */
function isInside(window: Window | undefined, moment: Date, timezone: string): boolean {
	if (!window) return true;
	const part = wallClock(moment, timezone);
	if (!window.days.has(DAYS.indexOf(part('weekday').toLowerCase()))) return false;
	const minutes = Number(part('hour')) * 60 + Number(part('minute'));
	const { start, end } = window;
	return start <= end ? minutes >= start && minutes < end : minutes >= start || minutes < end;
}

function earliest(patterns: Cron[], after: Date): Date | undefined {
	const times = patterns.flatMap((pattern) => pattern.nextRun(after) ?? []);
	return times.sort((a, b) => a.getTime() - b.getTime())[0];
}

function minutesOf(time: unknown, property: string): number {
	const match = typeof time === 'string' ? TIME_OF_DAY.exec(time) : null;
	if (!match) throw new RecurrenceError(property, 'must be a time of day, as in 09:00', time);
	return Number(match[1]) * 60 + Number(match[2]);
}

function wallClock(moment: Date, timezone: string): (type: Intl.DateTimeFormatPartTypes) => string {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone: timezone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		weekday: 'short',
		timeZoneName: 'longOffset',
	}).formatToParts(moment);
	return (type) => parts.find((part) => part.type === type)?.value ?? '';
}

function isTimezone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en-US', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
