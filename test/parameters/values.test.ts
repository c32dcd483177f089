import {
	finiteNumber,
	optionalText,
	requiredText,
	textList,
	wholeNumber,
} from '../../nodes/Sonzai/parameters/values';

it.each([
	['Luna', 'Luna'],
	['  Luna ', 'Luna'],
	[7, '7'],
	[0, '0'],
	[true, 'true'],
	['', undefined],
	['  ', undefined],
	[null, undefined],
	[undefined, undefined],
])('reads %j as the text %j', (value, expected) => {
	expect(optionalText(value, 'Field')).toBe(expected);
	if (expected === undefined) {
		expect(() => requiredText(value, 'Field')).toThrow("'Field' is empty");
	} else {
		expect(requiredText(value, 'Field')).toBe(expected);
	}
});

it.each([
	[{}, "'Field' is an object"],
	[[], "'Field' is a list"],
	[new Date(0), "'Field' is an object"],
])('refuses %j as a text', (value, message) => {
	expect(() => optionalText(value, 'Field')).toThrow(message);
});

it.each([
	['a, b\nc', ['a', 'b', 'c']],
	[
		['a ', '', 7],
		['a', '7'],
	],
	['["a", "b, c", 7]', ['a', 'b, c', '7']],
	['[a], [b]', ['[a]', '[b]']],
	['', []],
	[undefined, []],
	[7, ['7']],
])('reads %j as the list %j', (value, expected) => {
	expect(textList(value, 'Field')).toEqual(expected);
});

it('refuses an object in a list', () => {
	expect(() => textList([{}], 'Field')).toThrow("'Field' is an object");
});

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

it.each(['five', NaN, Infinity, '1e999', '0x'])('refuses %j as a number', (value) => {
	expect(() => finiteNumber(value, 'Field')).toThrow("'Field' is not a number");
});
