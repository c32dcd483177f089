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
