import fc from 'fast-check';
import { quoted } from '../../nodes/Sonzai/errors/quote';

it('repeats what is short as it is', () => {
	expect(quoted('Luna')).toBe('Luna');
	expect(quoted('x'.repeat(200))).toBe('x'.repeat(200));
});

it('cuts what is long, with its length', () => {
	expect(quoted('x'.repeat(1_000_000))).toBe(`${'x'.repeat(200)}… (1,000,000 characters)`);
	expect(quoted('abcdef', 3)).toBe('abc… (6 characters)');
});

it('leaves no half of a character', () => {
	fc.assert(
		fc.property(
			fc.string({ unit: 'grapheme', maxLength: 50 }),
			fc.integer({ min: 1, max: 20 }),
			(text, longest) => expect(quoted(text, longest)).not.toMatch(/\p{Surrogate}/u),
		),
	);
});
