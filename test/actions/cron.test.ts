import { Cron } from 'croner';
import fc from 'fast-check';
import { readCron } from '../../nodes/Sonzai/actions/schedule/cron';

const accepts = (expression: string) => {
	try {
		readCron(expression, 'Cron');
		return true;
	} catch {
		return false;
	}
};

it.each([
	'* * * * *',
	'0 9 * * *',
	'*/15 9-17 * * 1-5',
	'0,30 8-18/2 1,15 jan-mar,DEC Mon,wed',
	'0 0 29 2 *',
	'0 0 31 2 1',
	'59 23 31 12 7',
])('accepts %s', (expression) => {
	expect(readCron(expression, 'Cron').expression).toBe(expression);
});

it.each([
	['', /has 1 field instead of five/],
	['0 9 * * * *', /has 6 fields instead of five/],
	['@daily', /has 1 field/],
	['60 9 * * *', /has "60", which is not a valid minute/],
	['0 24 * * *', /has "24", which is not a valid hour/],
	['0 9 0 * *', /has "0", which is not a valid day of the month/],
	['0 9 * 13 *', /has "13", which is not a valid month/],
	['0 9 * * 8', /has "8", which is not a valid day of the week/],
	['0 9 * FOO *', /has "FOO", which is not a valid month/],
	['*/0 * * * *', /has "\*\/0", which is not a valid minute/],
	['5/15 * * * *', /has "5\/15", which is not a valid minute/],
	['30-10 * * * *', /has "30-10", which is not a valid minute/],
	['1-2-3 * * * *', /has "1-2-3", which is not a valid minute/],
	['1, * * * *', /has "", which is not a valid minute/],
	['-1 * * * *', /has "-1", which is not a valid minute/],
	['1.5 * * * *', /has "1.5", which is not a valid minute/],
	['0 9 L * *', /has "L", which is not a valid day of the month/],
	['0 0 30 2 *', /names a date that never occurs/],
	['0 0 31 4,6,9,11 *', /names a date that never occurs/],
])('refuses "%s"', (expression, message) => {
	expect(() => readCron(expression, 'Cron')).toThrow(message);
});

it('refuses an expression of absurd length before it looks at it', () => {
	expect(() => readCron(`${'0,'.repeat(6_000)}0 9 * * *`, 'Cron')).toThrow(
		"'Cron' has 12,009 characters, but at most 1,000 are allowed",
	);
});

it('names each minute and hour once, however often the expression does', () => {
	const { minutes, hours } = readCron(`${'*,'.repeat(300)}* ${'*,'.repeat(100)}9 * * *`, 'Cron');
	expect([minutes.length, hours.length]).toEqual([60, 24]);
});

it('accepts nothing that a cron library does not understand, or that never fires', () => {
	const number = fc.integer({ min: 0, max: 61 }).map(String);
	const range = fc.tuple(number, number).map(([a, b]) => `${a}-${b}`);
	const entry = fc.oneof(fc.constant('*'), fc.constant('*/5'), number, number, range);
	const field = fc.oneof(
		{ weight: 3, arbitrary: fc.constant('*') },
		{ weight: 4, arbitrary: entry },
		{ weight: 1, arbitrary: fc.tuple(entry, entry).map((both) => both.join(',')) },
	);
	const expression = fc.tuple(field, field, field, field, field).map((fields) => fields.join(' '));
	fc.assert(
		fc.property(expression, (text) => {
			if (!accepts(text)) return;
			expect(new Cron(text, { mode: '5-part', timezone: 'UTC' }).nextRun()).not.toBeNull();
		}),
		{ numRuns: 500 },
	);
});
