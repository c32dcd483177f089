import { timezoneName } from '../../nodes/Sonzai/parameters/timezone';

it.each([
	['Europe/Berlin', 'Europe/Berlin'],
	['europe/berlin', 'Europe/Berlin'],
	['UTC', 'UTC'],
	['Asia/Kolkata', 'Asia/Kolkata'],
	['EST', 'EST'],
])('knows the timezone %s', (name, expected) => {
	expect(timezoneName(name, 'Timezone')).toBe(expected);
});

it.each([
	'Mars/Olympus',
	'+02:00',
	'Berlin',
	'BST',
	'PST',
	'SystemV/PST8PDT',
	'',
	'A'.repeat(1_000_000),
])('refuses "%.20s" as a timezone', (name) => {
	expect(() => timezoneName(name, 'Timezone')).toThrow('which is not a timezone');
});
