import { finiteNumber, wholeNumber } from '../../nodes/Sonzai/parameters/number';

it.each([
	[1, 1],
	['5', 5],
	[' 5 ', 5],
])('reads %j as the number %j', (value, expected) => {
	expect(wholeNumber(value, 'Field', { min: 1, max: 5 })).toBe(expected);
});

it.each([0, 6, 1.5, '6'])('refuses %j outside of 1 to 5', (value) => {
	expect(() => wholeNumber(value, 'Field', { min: 1, max: 5 })).toThrow(
		`'Field' is ${value}, but must be a whole number from 1 to 5`,
	);
});

it.each(['five', NaN, Infinity, '1e999', '0x', true, [1], {}])(
	'refuses %j as a number',
	(value) => {
		expect(() => finiteNumber(value, 'Field')).toThrow("'Field' is not a number");
	},
);

it('refuses a number of absurd length', () => {
	expect(() => finiteNumber('1'.repeat(1_000_000), 'Field')).toThrow(
		"'Field' has 1,000,000 characters, but at most 100 are allowed",
	);
});
