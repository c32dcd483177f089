import { findTimezone } from './timezone';

/** What a text says of a point in time. Without offset and zone it is left to the reader where that is. */
export interface WrittenDate {
	/**
	 * What a calendar and a clock on the wall show: `YYYY-MM-DDTHH:mm:ss.SSS`, or `HH:mm:ss.SSS` of
	 * today. The day and the time exist.
	 */
	readonly local: string;
	/** Minutes east of UTC. */
	readonly offsetMinutes?: number;
	/** IANA name. */
	readonly zone?: string;
}

/** In characters: the longest form is that of JavaScript's `Date.toString()`. */
const LONGEST = 100;

/**
 * Reads a date in one of the forms that mean the same to everybody:
 * - ISO 8601: calendar, week and ordinal dates, complete or down to the year, in the extended or the
 *   basic format; behind them a time of day down to the hour, after `T` or a space (as in SQL); a time
 *   alone is one of today
 * - RFC 2822, which HTTP and e-mail use, and JavaScript's `Date.toString()`
 *
 * Behind the time, and nowhere else, may stand where it is meant: an offset, `Z`, or an IANA name
 * (as in SQL, or in brackets as in RFC 9557). Whatever else is in a text makes it unreadable, such as
 * AM and PM, slashes and names of months in other places and languages: programs read those
 * differently, and some in the timezone of the machine they run on.
 *
 * @returns undefined for any other text
 */
export function writtenDate(text: string): WrittenDate | undefined {
	if (text.length > LONGEST) return undefined;
	const trimmed = text.trim();
	return iso8601(trimmed) ?? named(trimmed);
}

function iso8601(text: string): WrittenDate | undefined {
	const [, timeAlone] = /^T?(\d\d:\d\d(?::\d\d(?:[.,]\d{1,30})?)?)$/i.exec(text) ?? [];
	if (timeAlone !== undefined) {
		const today = timed(new Date(0), timeAlone);
		return today && { local: today.local.slice('YYYY-MM-DDT'.length) };
	}
	const [, date = '', time] = /^([^\sT]+)(?:[T ](.+))?$/i.exec(text) ?? [];
	const day = calendarDay(date) ?? ordinalDay(date) ?? weekDay(date);
	if (day === undefined) return undefined;
	return time === undefined ? { local: `${isoDay(day)}T00:00:00.000` } : timed(day, time);
}

/** Behind the time comes, perhaps after a space, where it is meant. */
const TIME = /^(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,30}))?)?)? ?(.*)$/;

function timed(day: Date, text: string): WrittenDate | undefined {
	const [, hour, minute = '00', second = '00', fraction = '', where = ''] = TIME.exec(text) ?? [];
	if (hour === undefined) return undefined;
	const place = placeOf(where);
	// 24:00 is the midnight at the end of the day.
	const isMidnight = hour === '24' && Number(minute) + Number(second) + Number(fraction) === 0;
	const exists = isMidnight || (hour <= '23' && minute <= '59' && second <= '59');
	if (place === undefined || !exists) return undefined;
	const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
	const local = `${isoDay(day)}T${hour}:${minute}:${second}.${milliseconds}`;
	return { local, ...place };
}

/** @returns undefined for what names no place */
function placeOf(text: string): Omit<WrittenDate, 'local'> | undefined {
	if (text === '') return {};
	const [, offset = '', bracketed] = /^([^[]*)(?:\[([^[\]]+)\])?$/.exec(text) ?? [];
	const offsetMinutes = offsetOf(offset);
	if (offsetMinutes !== undefined) {
		return bracketed === undefined || findTimezone(bracketed) ? { offsetMinutes } : undefined;
	}
	if (bracketed !== undefined && offset !== '') return undefined;
	const zone = findTimezone(bracketed ?? offset);
	return zone === undefined ? undefined : { zone };
}

function offsetOf(text: string): number | undefined {
	if (/^z$/i.test(text)) return 0;
	const [, sign, hours, minutes = '00'] =
		/^(?:UTC|GMT)?([+-])(\d\d?)(?::?(\d\d))?$/i.exec(text) ?? [];
	if (hours === undefined || minutes > '59') return undefined;
	const amount = Number(hours) * 60 + Number(minutes);
	// No clock on earth is further from UTC.
	if (amount > 14 * 60) return undefined;
	return sign === '-' ? -amount : amount;
}

function calendarDay(text: string): Date | undefined {
	const [, year, month = '01', day = '01'] =
		/^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
	if (year === undefined) return undefined;
	const found = dayOf(Number(year), Number(month), Number(day));
	// What no calendar has, like 30 February, comes out as another day.
	return isoDay(found) === `${year}-${month}-${day}` ? found : undefined;
}

function ordinalDay(text: string): Date | undefined {
	const [, year, day] = /^(\d{4})-?(\d{3})$/.exec(text) ?? [];
	if (year === undefined || Number(day) === 0) return undefined;
	const found = dayOf(Number(year), 1, Number(day));
	return found.getUTCFullYear() === Number(year) ? found : undefined;
}

function weekDay(text: string): Date | undefined {
	const [, year, week, weekday = '1'] =
		/^(\d{4})-W(\d\d)(?:-([1-7]))?$/i.exec(text) ?? /^(\d{4})W(\d\d)([1-7])?$/i.exec(text) ?? [];
	if (year === undefined || Number(week) === 0) return undefined;
	// The first week is the one with 4 January in it, and begins on a Monday.
	const fourth = dayOf(Number(year), 1, 4);
	const monday = 4 - ((fourth.getUTCDay() + 6) % 7);
	const weekBegin = monday + (Number(week) - 1) * 7;
	// A week belongs to the year that its Thursday is in.
	if (dayOf(Number(year), 1, weekBegin + 3).getUTCFullYear() !== Number(year)) return undefined;
	return dayOf(Number(year), 1, weekBegin + Number(weekday) - 1);
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Minutes east of UTC (RFC 2822, section 4.3). */
const RFC_ZONES: Readonly<Record<string, number>> = {
	UT: 0,
	UTC: 0,
	GMT: 0,
	Z: 0,
	EST: -300,
	EDT: -240,
	CST: -360,
	CDT: -300,
	MST: -420,
	MDT: -360,
	PST: -480,
	PDT: -420,
};
const TIME_OF_DAY = String.raw`(?<time>\d\d:\d\d(?::\d\d)?)`;
const RFC_2822 = new RegExp(
	String.raw`^(?:(?<weekday>[A-Z]{3}), ?)?(?<day>\d\d?) (?<month>[A-Z]{3}) (?<year>\d{4}) ${TIME_OF_DAY} (?<zone>[+-]\d{4}|[A-Z]{1,3})$`,
	'i',
);
const DATE_TO_STRING = new RegExp(
	String.raw`^(?<weekday>[A-Z]{3}) (?<month>[A-Z]{3}) (?<day>\d\d) (?<year>\d{4}) ${TIME_OF_DAY} GMT(?<zone>[+-]\d{4})$`,
	'i',
);

/** Reads a date with the English name of its month. */
function named(text: string): WrittenDate | undefined {
	const bare = text.replace(/ ?\([^()]*\)$/, '').replace(/\s+/g, ' ');
	const { groups } = RFC_2822.exec(bare) ?? DATE_TO_STRING.exec(bare) ?? {};
	if (groups === undefined) return undefined;
	const { weekday, day = '', month = '', year = '', time = '', zone = '' } = groups;
	const number = indexOf(MONTHS, month) + 1;
	const found = calendarDay(`${year}-${twoDigits(number)}-${day.padStart(2, '0')}`);
	if (found === undefined) return undefined;
	if (weekday !== undefined && indexOf(WEEKDAYS, weekday) !== found.getUTCDay()) return undefined;
	const offsetMinutes = /^[+-]/.test(zone) ? offsetOf(zone) : rfcZone(zone);
	if (offsetMinutes === undefined) return undefined;
	const local = timed(found, time)?.local;
	return local === undefined ? undefined : { local, offsetMinutes };
}

function rfcZone(name: string): number | undefined {
	const zone = name.toUpperCase();
	return Object.hasOwn(RFC_ZONES, zone) ? RFC_ZONES[zone] : undefined;
}

function indexOf(names: readonly string[], name: string): number {
	return names.findIndex((known) => known.toLowerCase() === name.toLowerCase());
}

function dayOf(year: number, month: number, day: number): Date {
	const date = new Date(0);
	// `Date.UTC` takes the years before 100 for those of the last century.
	date.setUTCFullYear(year, month - 1, day);
	return date;
}

function isoDay(day: Date): string {
	return day.toISOString().slice(0, 10);
}

function twoDigits(number: number): string {
	return String(number).padStart(2, '0');
}
