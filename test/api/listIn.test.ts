import { entriesOf } from '../../nodes/Sonzai/api/listIn';

it.each([
	[{ wakeups: [{ id: 1 }] }, [{ id: 1 }]],
	[{ wakeups: null }, []],
	[{ items: [{ id: 1 }] }, [{ id: 1 }]],
	[{ items: null, has_more: false }, []],
	[{ wakeups: null, items: [{ id: 1 }] }, [{ id: 1 }]],
	[{ wakeups: 'none', items: [{ id: 1 }] }, [{ id: 1 }]],
])('takes the list out of %j', (answer, expected) => {
	expect(entriesOf(answer, 'wakeups')).toEqual(expected);
});
