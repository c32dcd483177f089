import type { Answer } from '../../nodes/Sonzai/api/answer';
import { anyListOf, listOf, nothing, object, textsOf } from '../../nodes/Sonzai/api/answer';

const read = (answer: Answer<unknown>, body: unknown, status = 200) =>
	answer.read({ status, body, repeated: false });

describe('an object', () => {
	const wakeup = object({ wakeup_id: 'text', count: 'number' });

	it('has the promised fields, and may have others', () => {
		const body = { wakeup_id: 'w', count: 0, more: null };
		expect(read(wakeup, body)).toEqual({ answer: body });
		expect(wakeup.promised).toBe('an object with "wakeup_id" and "count"');
	});

	it.each([
		[undefined, 'got nothing'],
		['', 'got nothing'],
		[null, 'got null'],
		[7, 'got the number 7'],
		[true, 'got the boolean true'],
		['Welcome', 'got the text "Welcome"'],
		['<html>', 'got the text "<html>"'],
		['{"signing_secret":"whsec_', 'got broken JSON'],
		[[], 'got an empty list'],
		[[1, 2], 'got a list'],
		[{}, 'got an empty object'],
		[{ a: 1, b: 2 }, 'got an object with "a" and "b"'],
		[{ title: 'Gone', detail: 'No agent', status: 404 }, 'got the error "No agent"'],
		[{ wakeup_id: '', count: 1 }, '"wakeup_id" is nothing'],
		[{ wakeup_id: null, count: 1 }, '"wakeup_id" is null'],
		[{ wakeup_id: 'w', count: '1' }, '"count" is the text "1"'],
	])('is not %j', (body, differs) => {
		expect(read(wakeup, body)).toEqual({ differs });
	});

	it('is cut when it is repeated', () => {
		const names = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [index, 0]));
		const { differs } = read(wakeup, names) as { differs: string };
		expect(differs.length).toBeLessThan(300);
		expect(differs).toContain('characters)');
	});

	it('may say itself that nothing was done', () => {
		expect(read(wakeup, { success: false, wakeup_id: 'w', count: 1 })).toEqual({
			denied: '"success" is false',
		});
		expect(read(object({ accepted: 'true' }), { accepted: false })).toEqual({
			denied: '"accepted" is false',
		});
	});
});

describe('a list', () => {
	const wakeups = listOf('wakeups', 'wakeup_id');

	it.each([
		{ wakeups: [{ wakeup_id: 'w' }] },
		{ wakeups: null },
		{ items: [{ wakeup_id: 'w' }] },
		{ wakeups: null, items: [{ wakeup_id: 'w' }] },
		{ items: [], has_more: true, next_cursor: 'c' },
	])('is %j', (body) => expect(read(wakeups, body)).toEqual({ answer: body }));

	it.each([
		[[], 'got an empty list'],
		[{}, 'got an empty object'],
		[undefined, 'got nothing'],
		[{ wakeups: 'none' }, 'got an object with "wakeups"'],
		[{ wakeups: {} }, 'got an object with "wakeups"'],
		[{ wakeups: [null] }, 'its entry 1 is null'],
		[{ wakeups: null, items: [null] }, 'its entry 1 is null'],
		[{ wakeups: 'none', items: [null] }, 'its entry 1 is null'],
		[{ wakeups: [{ wakeup_id: 'w' }, 'x'] }, 'its entry 2 is the text "x"'],
		[{ wakeups: [[]] }, 'its entry 1 is an empty list'],
		[{ wakeups: [{ a: 1 }] }, 'its entry 1 is an object with "a", "wakeup_id" being nothing'],
		[{ wakeups: [], has_more: true }, 'it says that there is more without saying where'],
	])('is not %j', (body, differs) => expect(read(wakeups, body)).toEqual({ differs }));

	it('can be one of texts, or one whose entries are judged elsewhere', () => {
		const answer = { upcoming: ['a', 1] };
		expect(read(textsOf('upcoming'), answer)).toEqual({ differs: 'its entry 2 is the number 1' });
		expect(read(anyListOf('upcoming'), answer)).toEqual({ answer });
		expect(read(anyListOf('upcoming'), {})).toEqual({ differs: 'got an empty object' });
	});
});

it('without content is a status of its own', () => {
	expect(read(nothing, '', 204)).toEqual({ answer: undefined });
	expect(read(nothing, '')).toEqual({ differs: 'got nothing' });
	expect(read(nothing, { deleted: true })).toEqual({ differs: 'got an object with "deleted"' });
});
