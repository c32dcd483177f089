import { webAddress } from '../../nodes/Sonzai/api/webAddress';

it.each([
	['https://example.com/x', 'https://example.com/x'],
	['http:example.com/x', 'http://example.com/x'],
	['HTTPS:\\\\Example.com', 'https://example.com/'],
	['https://exa\nmple.com/a b', 'https://example.com/a%20b'],
	['http://0x7f.1/', 'http://127.0.0.1/'],
])('has one form for %j', (text, href) => {
	expect(webAddress(text)?.href).toBe(href);
	expect(webAddress(href)?.href).toBe(href);
});

it.each([
	'example.com',
	'ftp://example.com',
	'javascript:alert(1)',
	'',
	`https://x/${'/'.repeat(2_000)}`,
])('refuses %.30j', (text) => {
	expect(webAddress(text)).toBeUndefined();
});
