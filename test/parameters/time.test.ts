import fc from 'fast-check';
import { delayTime, futureTime, instant, timezoneName } from '../../nodes/Sonzai/parameters/time';

const NOW = new Date('2026-01-01T00:00:00Z');
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
			const { scheduled_at, delay_hours } = futureTime(text, 'When', zone, NOW);
			expect(scheduled_at).toBe(instant(text, 'When', zone).toISOString());
			expect(delay_hours).toBeGreaterThanOrEqual(0);
			expect(Number.isInteger(delay_hours)).toBe(true);
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

it('takes this very moment, and refuses the one before', () => {
	expect(futureTime(NOW.toISOString(), 'When', 'UTC', NOW).delay_hours).toBe(0);
	expect(() => futureTime(new Date(NOW.getTime() - 1), 'When', 'UTC', NOW)).toThrow('in the past');
});

it('says a delay in whole hours, or as the instant that it leads to', () => {
	const units = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
	const unit = fc.constantFrom<keyof typeof units>('minutes', 'hours', 'days');
	fc.assert(
		fc.property(fc.nat(10_000), unit, (amount, of) => {
			const { delay_hours, scheduled_at } = delayTime(amount, of, 'Delay', NOW);
			const ms = amount * units[of];
			expect(delay_hours).toBe(Math.ceil(ms / 3_600_000));
			const at = scheduled_at === undefined ? undefined : Date.parse(scheduled_at);
			expect(at).toBe(ms % 3_600_000 === 0 ? undefined : NOW.getTime() + ms);
		}),
	);
});

it.each([
	['Europe/Berlin', 'Europe/Berlin'],
	['europe/berlin', 'Europe/Berlin'],
	['UTC', 'UTC'],
	['Asia/Kolkata', 'Asia/Kolkata'],
	['EST', 'EST'],
])('knows the timezone %s', (name, expected) => {
	expect(timezoneName(name, 'Timezone')).toBe(expected);
});

it.each(['Mars/Olympus', '+02:00', 'Berlin', 'BST', 'PST', 'SystemV/PST8PDT', ''])(
	'refuses "%s" as a timezone',
	(name) => {
		expect(() => timezoneName(name, 'Timezone')).toThrow('which is not a timezone');
	},
);
