import { readMetadata } from '../../nodes/Sonzai/parameters/metadata';

const entries = (...pairs: Array<[unknown, unknown]>) => ({
	entries: pairs.map(([name, value]) => ({ name, value })),
});

it('leaves out what has no value, and keeps what is empty', () => {
	expect(readMetadata(entries(['a', null], ['b', undefined], ['c', ''], ['d', 0]))).toEqual({
		c: '',
		d: 0,
	});
	expect(readMetadata(entries(['a', null]))).toBeUndefined();
	expect(readMetadata({})).toBeUndefined();
	expect(readMetadata(undefined)).toBeUndefined();
});

it.each(['__proto__', 'constructor', 'prototype', 'toString'])('keeps the name %s', (name) => {
	expect(JSON.stringify(readMetadata(entries([name, 'x'])))).toBe(`{"${name}":"x"}`);
});

let deep: unknown = 1;
for (let level = 0; level < 100_000; level++) deep = [deep];

it.each([
	[entries(['', 'x']), "'Metadata: Name' is empty"],
	[entries([true, 'x']), "'Metadata: Name' is true, but must be a text"],
	[entries(['a', 'x'], ['a', 'y']), `'Metadata: Name' is "a" in two entries`],
	[entries(['a', NaN]), "'Metadata: a' is NaN"],
	[entries(['a', { b: [2 ** 53] }]), "'Metadata: a' is the number 9007199254740992"],
	[entries(['a', 'x\ud800']), "'Metadata: a' contains half of a character"],
	[entries(['a', { 'x\ud800': 1 }]), "'Metadata: a' contains half of a character"],
	[entries(['a', deep]), "'Metadata: a' is nested more than 100 levels deep"],
	[{ entries: 'x' }, "'Metadata' is not a list of entries"],
	[{ entries: [null] }, "'Metadata: Name' is empty"],
])('refuses what would not arrive as it was given, %#', (value, message) => {
	expect(() => readMetadata(value)).toThrow(message);
});
