import fc from 'fast-check';
import { DateTime } from 'luxon';
import { instant } from '../../nodes/Sonzai/parameters/instant';

const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Chatham'];

/** What a clock on the wall of that timezone shows, in the form of ISO 8601. */
function wallClock(moment: Date, timeZone: string): string {
	const shown = new Intl.DateTimeFormat('sv-SE', {
		timeZone,
		dateStyle: 'short',
		timeStyle: 'medium',
	}).format(moment);
	return shown.replace(' ', 'T');
}

it('reads a wall clock time as its timezone means it, at any time of the year', () => {
	const wall = fc.date({
		min: new Date('2026-02-01T00:00:00Z'),
		max: new Date('2050-01-01T00:00:00Z'),
		noInvalidDate: true,
	});
	fc.assert(
		fc.property(wall, fc.constantFrom(...ZONES), (date, zone) => {
			const text = date.toISOString().slice(0, 19);
			const shown = wallClock(instant(text, 'When', zone), zone);
			// A time that the clocks skip is shown as the one an hour later.
			const skipped = Date.parse(`${shown}Z`) - Date.parse(`${text}Z`);
			expect([0, 3_600_000]).toContain(skipped);
		}),
	);
});

it.each([
	'2040-04-05T09:00:00+02',
	'2040-04-05 09:00:00+02',
	'2040-04-05T09+02:00',
	'20400405T070000Z',
	'20400405T090000+0200',
])('reads %s by its own offset', (text) => {
	expect(instant(text, 'When', 'America/New_York').toISOString()).toBe('2040-04-05T07:00:00.000Z');
});

it.each([
	new Date('2040-04-05T07:00:00Z'),
	DateTime.fromISO('2040-04-05T09:00', { zone: 'Europe/Berlin' }),
	Date.parse('2040-04-05T07:00:00Z'),
])('takes %p, as expressions give it', (value) => {
	expect(instant(value, 'When', 'America/New_York').toISOString()).toBe('2040-04-05T07:00:00.000Z');
});

it('reads a time alone as one of today', () => {
	const today = DateTime.now().setZone('Asia/Kolkata').toISODate()!;
	// Midnight may have passed in between.
	const days = [today, DateTime.now().setZone('Asia/Kolkata').toISODate()!];
	const read = instant('09:00', 'When', 'Asia/Kolkata').toISOString();
	expect(days.map((day) => `${day}T03:30:00.000Z`)).toContain(read);
});

it.each([undefined, null, ''])('says that %p is empty', (value) => {
	expect(() => instant(value, 'When', 'UTC')).toThrow("'When' is empty");
});

it.each([
	NaN,
	Infinity,
	1e21,
	true,
	new Date(NaN),
	DateTime.invalid('none'),
	{},
	[],
	{ big: 1n },
	'\ud800',
	'x'.repeat(1_000_000),
	'2'.repeat(1_000_000),
	['2040-04-05'.repeat(100_000)],
])('refuses %#, which is not a date, in a few words', (value) => {
	const reading = () => instant(value, 'When', 'UTC');
	expect(reading).toThrow(/^'When' is not a date: .{0,300}$/su);
});
