import { redacted } from '../../nodes/Sonzai/errors/redact';

it('takes every secret out of every text, however deep', () => {
	const answer = { detail: 'key sk_1 of sk_1', errors: [{ value: 'Bearer token' }, null, 7] };
	expect(redacted(answer, ['sk_1', 'Bearer token'])).toEqual({
		detail: 'key … of …',
		errors: [{ value: '…' }, null, 7],
	});
	expect(answer.detail).toBe('key sk_1 of sk_1');
});

it('knows no empty secret', () => {
	expect(redacted('nothing', [''])).toBe('nothing');
	expect(redacted(undefined, ['a'])).toBeUndefined();
});
