import { normalizeBaseUrl } from '../../nodes/Sonzai/api/baseUrl';

it.each([
	['https://api.sonz.ai', 'https://api.sonz.ai'],
	[' https://api.sonz.ai/ \n', 'https://api.sonz.ai'],
	['https://api.sonz.ai///', 'https://api.sonz.ai'],
	['https://api.sonz.ai/api/v1', 'https://api.sonz.ai'],
	['https://api.sonz.ai/api/v1/', 'https://api.sonz.ai'],
	['https://api.sonz.ai/api', 'https://api.sonz.ai'],
	['https://example.com/sonzai/api/v1/', 'https://example.com/sonzai'],
	['HTTP://Example.com:8080', 'http://example.com:8080'],
])('reads %s', (entered, expected) => {
	expect(normalizeBaseUrl(entered)).toBe(expected);
});

it.each(['', 'api.sonz.ai', 'ftp://api.sonz.ai', 'javascript:alert(1)', undefined, 7])(
	'refuses %s',
	(entered) => {
		expect(() => normalizeBaseUrl(entered)).toThrow('is not a web address');
	},
);

it.each([
	'https://user:password@example.com',
	'https://user@example.com',
	'https://example.com?x=1',
	'https://example.com?',
	'https://example.com/#y',
])('refuses what %s holds beside the address, and repeats none of it', (entered) => {
	expect(() => normalizeBaseUrl(entered)).toThrow(
		expect.objectContaining({
			message: expect.stringContaining('holds more than an address') as unknown,
			description: expect.stringMatching(/: https:\/\/example\.com\/?$/) as unknown,
		}) as Error,
	);
});
