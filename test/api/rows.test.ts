import { nextCursor } from '../../nodes/Sonzai/api/pages';
import { rows } from '../../nodes/Sonzai/api/rows';

describe('rows', () => {
	it.each([
		[{ wakeups: [{ id: 1 }] }, [{ id: 1 }]],
		[{ wakeups: null }, []],
		[{ items: [{ id: 1 }] }, [{ id: 1 }]],
		[{ wakeups: [null, { id: 1 }] }, [{ id: 1 }]],
		[{ items: null, has_more: false }, []],
	])('takes the list out of %j', (answer, expected) => {
		expect(rows(answer, 'wakeups')).toEqual(expected);
	});

	it.each([[{}], [[]], [null], [undefined], [{ wakeups: 'none' }], [{ wakeups: {} }]])(
		'makes no empty list up of %j',
		(answer) => {
			expect(() => rows(answer, 'wakeups')).toThrow(`Sonzai's answer holds no "wakeups"`);
		},
	);
});

describe('the cursor', () => {
	it.each([
		[{ has_more: true, next_cursor: 'b' }, 'a', 'b'],
		[{ has_more: true, next_cursor: 'a' }, undefined, 'a'],
		[{ has_more: false, next_cursor: 'b' }, 'a', undefined],
		[{ has_more: true }, 'a', undefined],
		[{ has_more: true, next_cursor: '' }, 'a', undefined],
		[{}, undefined, undefined],
	])('of %j after %s leads to %s', (answer, current, expected) => {
		expect(nextCursor(answer, current)).toBe(expected);
	});

	it('that leads back to its own page is refused', () => {
		expect(() => nextCursor({ has_more: true, next_cursor: 'a' }, 'a')).toThrow('same page');
	});
});
