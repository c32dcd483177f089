import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { instant } from '../../nodes/Sonzai/parameters/instant';

const SERVER_ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham'];
const WORKFLOW_ZONE = 'Europe/Berlin';

/** What a server in that timezone reads; null for what it refuses. */
async function readings(serverZone: string): Promise<Array<string | null>> {
	const script = path.join(__dirname, '../support/readDates.ts');
	const running = promisify(execFile)(process.execPath, ['--import', 'tsx', script], {
		env: { ...process.env, TZ: serverZone },
		maxBuffer: 10_000_000,
	});
	running.child.stdin?.end(JSON.stringify([[...WRITTEN, ...SETTLED], WORKFLOW_ZONE]));
	return JSON.parse((await running).stdout) as Array<string | null>;
}

/** What luxon reads in a text, by each of its formats, with what stands right behind the time as the timezone. */
function luxonReadings(text: string): string[] {
	const zone = { zone: WORKFLOW_ZONE };
	const [, date = '', time = '', place = ''] =
		/^(\S+?)[T ]([\d:.,]+) ?\[?([^\]]*)/i.exec(text) ?? [];
	return [
		DateTime.fromISO(text, zone),
		DateTime.fromSQL(text, zone),
		DateTime.fromISO(`${date}T${time}`, { zone: luxonZone(place) }),
		DateTime.fromRFC2822(text),
		DateTime.fromFormat(text.replace(/ ?\([^()]*\)$/, ''), "EEE MMM dd yyyy HH:mm:ss 'GMT'ZZZ"),
	]
		.filter(({ isValid }) => isValid)
		.map((reading) => reading.toUTC().toISO()!);
}

function luxonZone(place: string): string {
	const [, sign, hours = '', minutes = '00'] =
		/^(?:UTC|GMT)?([+-])(\d\d?):?(\d\d)?$/.exec(place) ?? [];
	if (sign !== undefined) return `UTC${sign}${Number(hours)}:${minutes}`;
	return /^z$/i.test(place) ? 'UTC' : place || WORKFLOW_ZONE;
}

const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'pl', 'ru', 'ar', 'ja', 'zh', 'th'];
const moment = fc.date({
	min: new Date('2026-01-01T00:00:00Z'),
	max: new Date('2045-12-31T23:59:59Z'),
	noInvalidDate: true,
});
const offset = fc.constantFrom(
	...['', '', '', 'Z', 'z', '+02:00', '-0330', '+05', '-05', ' +02:00', ' Z', ' UTC', ' GMT'],
	...[' GMT+2', ' EST', ' PST', ' Europe/Paris', '[Asia/Tokyo]', ' AM', ' PM', 'am', ' Uhr', ' h'],
);

/** Parts of a date and a time in every order, with what people write between them. */
const written = fc
	.record({
		date: moment,
		language: fc.constantFrom(...LANGUAGES),
		order: fc.constantFrom('ymd', 'ymd', 'ymd', 'dmy', 'mdy', 'ydm', 'wmdy', 'wdmy'),
		month: fc.constantFrom<'2-digit' | 'long' | 'short'>('2-digit', 'long', 'short'),
		between: fc.constantFrom('-', '-', '-', '/', '.', ' ', ', ', ''),
		beforeTime: fc.constantFrom('T', 'T', 't', ' ', ' ', ', ', ' at ', ' um ', '-', '+'),
		time: fc.constantFrom('HH:mm:ss', 'HH:mm', 'HHmm', 'HH', 'h:mm a', 'H:mm', 'HH:mm:ss.SSS', ''),
		timeFirst: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
		offset,
		offsetFirst: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
	})
	.map((parts) => {
		const at = DateTime.fromJSDate(parts.date, { zone: 'UTC' });
		const format = (options: Intl.DateTimeFormatOptions) =>
			new Intl.DateTimeFormat(parts.language, { ...options, timeZone: 'UTC' }).format(parts.date);
		const part: Record<string, string> = {
			y: at.toFormat('yyyy'),
			m: parts.month === '2-digit' ? at.toFormat('MM') : format({ month: parts.month }),
			d: at.toFormat('dd'),
			w: format({ weekday: 'short' }),
		};
		const day = [...parts.order].map((name) => part[name]).join(parts.between);
		const time = parts.time === '' ? '' : at.toFormat(parts.time);
		const [first, last] = parts.timeFirst ? [time, day] : [day, time];
		const separator = time === '' ? '' : parts.beforeTime;
		return parts.offsetFirst
			? `${parts.offset}${first}${separator}${last}`
			: `${first}${separator}${last}${parts.offset}`;
	});

/** Forms that everybody reads alike. */
const settled = fc
	.record({ date: moment, zone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata') })
	.chain(({ date, zone }) => {
		const at = DateTime.fromJSDate(date, { zone });
		const iso = (format: 'basic' | 'extended', includeOffset: boolean) =>
			at.toISO({ format, includeOffset })!;
		return fc.constantFrom(
			iso('extended', true),
			iso('extended', false),
			iso('basic', true),
			iso('basic', false),
			at.toISOWeekDate()!,
			`${at.toISOWeekDate()!}T${at.toFormat('HH:mm')}`,
			at.toFormat('yyyy-ooo'),
			at.toFormat("yyyyooo'T'HHmm"),
			at.toFormat("yyyy-MM-dd'T'HH"),
			at.toFormat("yyyy-MM-dd'T'HHZZ"),
			at.toFormat('yyyy-MM-dd HH:mm:ss'),
			at.toSQL()!,
			at.toSQL({ includeOffset: false })!,
			at.toSQL({ includeZone: true })!,
			at.toRFC2822()!,
			at.toHTTP()!,
			at.toISODate()!,
			at.toFormat('yyyy-MM'),
			at.toFormat('yyyy'),
			`${at.toFormat("EEE MMM dd yyyy HH:mm:ss 'GMT'ZZZ")} (Some Time)`,
		);
	});

const sample = (texts: fc.Arbitrary<string>, count: number) => [
	...new Set(fc.sample(texts, { numRuns: count, seed: Date.now() })),
];

const WRITTEN = sample(written, 2000);
const SETTLED = sample(settled, 600);
let read: Array<{ readonly text: string; readonly reading: string | null | undefined }>;

// A process for each zone: within one, JavaScript engines keep to the zone that they started in.
beforeAll(async () => {
	const [here, ...elsewhere] = await Promise.all(SERVER_ZONES.map(readings));
	for (const other of elsewhere) expect(other).toEqual(here);
	read = [...WRITTEN, ...SETTLED].map((text, index) => ({ text, reading: here?.[index] }));
}, 180_000);

const isUnlike = ({ text, reading }: (typeof read)[number]) =>
	!luxonReadings(text).includes(String(reading));

it('reads a text on every server as luxon does, or refuses it', () => {
	const written = read.slice(0, WRITTEN.length);
	const accepted = written.filter(({ reading }) => reading !== null);
	// Enough of both, so that neither is shown by nothing.
	expect(accepted.length).toBeGreaterThan(20);
	expect(written.length - accepted.length).toBeGreaterThan(100);
	expect(accepted.filter(isUnlike)).toEqual([]);
});

it('reads every form that everybody reads alike', () => {
	expect(read.slice(WRITTEN.length).filter(isUnlike)).toEqual([]);
});

it.each([
	['2026-W53-7', '2027-01-02T23:00:00.000Z'],
	['2040-02-29', '2040-02-28T23:00:00.000Z'],
	['2040-04-05T24:00', '2040-04-05T22:00:00.000Z'],
	['2040-04-05T09:00:00,5', '2040-04-05T07:00:00.500Z'],
	['2040-04-05T09:00:00.123456789Z', '2040-04-05T09:00:00.123Z'],
	['2040-04-05T09:00+01:00[Europe/London]', '2040-04-05T08:00:00.000Z'],
	['  2040-04-05 09:00:00.000000 +0000  ', '2040-04-05T09:00:00.000Z'],
	['5 Apr 2040 09:00 EDT', '2040-04-05T13:00:00.000Z'],
	['Thu, 05 Apr 2040 07:00:00 GMT', '2040-04-05T07:00:00.000Z'],
	['Thu Apr 05 2040 09:00:00 GMT+0200 (Central European Summer Time)', '2040-04-05T07:00:00.000Z'],
])('reads "%s"', (text, expected) => {
	expect(instant(text, 'When', WORKFLOW_ZONE).toISOString()).toBe(expected);
});

it.each([
	// A sign or a Z that stands elsewhere than behind the time is no offset.
	'09:00 05-04-2040',
	'09:00 5-Apr-2040',
	'Do., 05. März 2040 09:00',
	'09:00 on the 5th of Zero 2040',
	'09:00, 5 Utc 2040',
	'April 5, 2040 09:00',
	'05/04/2040 09:00',
	'2040/04/05 09:00 GMT',
	'2040-04-05 09:00 PM',
	'Thu Apr  5 09:00:00 2040',
	// What no calendar and no clock shows.
	'2040-02-30',
	'2040-13-01',
	'2041-366',
	'2040-W54',
	'2040-W00',
	'2040-04-05T25:00',
	'2040-04-05T24:01',
	'2040-04-05T09:60',
	'Mon, 05 Apr 2040 07:00:00 GMT',
	'5 Foo 2040 09:00 GMT',
	// What names no place on earth, or several.
	'2040-04-05T09:00+15:00',
	'2040-04-05T09:00+02:60',
	'2040-04-05T09:00[Mars/Olympus]',
	'2040-04-05T09:00 BST',
	'2040-04-05T09:00Z+02:00',
	'2040-04-05T09:00 Europe/Berlin[Europe/Berlin]',
	// YYMMDD to some.
	'400405',
	'1775379600000',
	'tomorrow',
])('refuses "%s"', (text) => {
	expect(() => instant(text, 'When', WORKFLOW_ZONE)).toThrow("'When' is not a date");
});
