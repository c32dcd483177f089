import { identifier, identifierList } from '../../nodes/Sonzai/parameters/identifier';

it.each(['ada', 'ada@example.com', 'a/b', '...', '..a', 'Luna Moon/II'])('takes "%s"', (text) => {
	expect(identifier(text, 'Field')).toBe(text);
});

it.each([
	['.', `'Field' is ".", which cannot be an ID or name in Sonzai`],
	['..', `'Field' is "..", which cannot be an ID or name in Sonzai`],
	['x'.repeat(1_001), "'Field' has 1,001 characters, but at most 1,000 are allowed"],
])('refuses %.20s', (text, message) => {
	expect(() => identifier(text, 'Field')).toThrow(message);
	expect(() => identifierList(['a', text], 'Field')).toThrow(message);
});
