import type { IDataObject } from 'n8n-workflow';
import { pages, PageTrail } from '../../nodes/Sonzai/api/pagination';

it.each([
	[{ has_more: true, next_cursor: 'b' }, ['a'], 'b'],
	[{ has_more: true, next_cursor: 'a' }, [], 'a'],
	[{ has_more: false, next_cursor: 'b' }, ['a'], undefined],
	[{ has_more: true }, ['a'], undefined],
	[{ has_more: true, next_cursor: '' }, ['a'], undefined],
	[{}, [], undefined],
	[undefined, [], undefined],
])('the cursor of %j after %j leads to %s', (answer, followed, expected) => {
	expect(new PageTrail(followed).next(answer)).toBe(expected);
});

it('remembers the cursors in their order', () => {
	const trail = new PageTrail(['z']);
	trail.next({ has_more: true, next_cursor: 'a' });
	expect(trail.followed).toEqual(['z', 'a']);
});

interface Request {
	readonly query?: IDataObject;
}

const LIST: Request = { query: { search: 'x' } };

/** A list whose cursors are numbers, and that goes on for ever. */
const endless = async ({ query = {} }: Request) =>
	await Promise.resolve({ has_more: true, next_cursor: String(Number(query.cursor ?? 0) + 1) });

async function count(list: AsyncIterable<unknown>): Promise<number> {
	const read: unknown[] = [];
	for await (const page of list) read.push(page);
	return read.length;
}

it('asks for the first page without a cursor, and keeps the query of the list', async () => {
	const asked: unknown[] = [];
	const send = async (request: Request) => {
		asked.push(request.query);
		return request.query?.cursor ? {} : await endless(request);
	};
	await count(pages(send, LIST));
	expect(asked).toEqual([{ search: 'x' }, { search: 'x', cursor: '1' }]);
});

it('reads so many pages of a list and no more', async () => {
	const short = async (request: Request) =>
		request.query?.cursor === '4' ? { has_more: false } : await endless(request);
	expect(await count(pages(short, LIST, 5))).toBe(5);
	await expect(count(pages(endless, LIST, 5))).rejects.toMatchObject({
		message: "Sonzai's list still goes on after 5 pages",
		description: 'Narrow the filters, or turn Return All off and set a Limit.',
	});
});

it('stops at ten thousand pages unless told', async () => {
	let read = 0;
	const counted = async (request: Request) => {
		read += 1;
		return await endless(request);
	};
	await expect(count(pages(counted, LIST))).rejects.toThrow('still goes on after 10,000 pages');
	expect(read).toBe(10_000);
});

it('asks for no page that nobody wants', async () => {
	let read = 0;
	const counted = async (request: Request) => {
		read += 1;
		return await endless(request);
	};
	for await (const page of pages(counted, LIST)) if (page) break;
	expect(read).toBe(1);
});
