import { mapInGroups } from '../../nodes/Sonzai/actions/mapInGroups';
import { rendezvous } from '../support/rendezvous';

it.each([1, 2, 3, 4, 5, 10, 100])('lets %i tasks be under way at once', async (width) => {
	const met = rendezvous(width);
	const results = await mapInGroups(Array.from({ length: width * 2 }), width, async () => {
		await met();
		return 'met';
	});
	expect(results).toEqual(new Array(width * 2).fill('met'));
});

it('does not let the others wait for a slow task', async () => {
	const ended: number[] = [];
	const others = rendezvous(41);
	await mapInGroups(Array.from({ length: 41 }), 4, async (_, index) => {
		const allHere = others();
		if (index === 0) await allHere;
		ended.push(index);
	});
	expect(ended).toHaveLength(41);
	expect(ended.at(-1)).toBe(0);
});

it('starts tasks together, a group after the other', async () => {
	const groups: number[] = [];
	let together = 0;
	const allStarted = rendezvous(100);
	await mapInGroups(Array.from({ length: 100 }), 100, async () => {
		// Those that start in the same turn of the event loop are a group.
		if (together++ === 0) {
			setImmediate(() => {
				groups.push(together);
				together = 0;
			});
		}
		await allStarted();
	});
	await new Promise(setImmediate);
	// On a busy machine two groups may start in one turn; none is smaller, and not all start at once.
	expect(groups.reduce((sum, size) => sum + size)).toBe(100);
	expect(groups.every((size) => size % 25 === 0 && size < 100)).toBe(true);
});
