import { optionalText, requiredText, textList } from '../../nodes/Sonzai/parameters/text';

it.each([
	['Luna', 'Luna'],
	['  Luna ', 'Luna'],
	[7, '7'],
	[0, '0'],
	[Number.MAX_SAFE_INTEGER, '9007199254740991'],
	[1.5, '1.5'],
	['9007199254740993', '9007199254740993'],
	['\u{1f600}', '\u{1f600}'],
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
	[true, "'Field' is true, but must be a text"],
	[NaN, "'Field' is NaN, which is not a text"],
	[-Infinity, "'Field' is -Infinity, which is not a text"],
	[2 ** 53, "'Field' is the number 9007199254740992, which is too large to be exact"],
	[1e21, "'Field' is the number 1e+21, which is too large to be exact"],
	['x\ud800', "'Field' contains half of a character"],
	['\udc00\ud800', "'Field' contains half of a character"],
	[Symbol('x'), "'Field' is not a text"],
])('refuses %p as a text', (value, message) => {
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
	['["a", 9007199254740993]', 'too large to be exact'],
	[['a', NaN], 'is NaN'],
	[['a', true], 'is true'],
	['a,\ud800', 'half of a character'],
	['a,'.repeat(500_000), "'Field' has 1,000,000 characters, but at most 400,000 are allowed"],
	[Array<string>(10_001).fill('a'), "'Field' has 10,001 entries, but at most 10,000 are allowed"],
	[`[${'1,'.repeat(10_000)}1]`, "'Field' has 10,001 entries"],
])('refuses the list %#', (value, message) => {
	expect(() => textList(value, 'Field')).toThrow(message);
});
