import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { watchSources } from '../../demo/watchSources';
import { REPOSITORY } from '../../harness/package';

const FILE = join('nodes', 'Sonzai', 'sonzai.svg');

/** A change that changes nothing. */
const touch = () => utimesSync(join(REPOSITORY, FILE), new Date(), new Date());

it('calls back for a changed source, once more for what changes meanwhile, and ends', async () => {
	const end = new AbortController();
	const calls: string[] = [];
	// Again and again: when the system begins to watch cannot be seen from here.
	const touching = setInterval(touch, 50);
	const ended = watchSources(async (file) => {
		clearInterval(touching);
		calls.push(file);
		if (calls.length === 1) touch();
		else end.abort();
		await Promise.resolve();
	}, end.signal);
	await ended;
	expect(calls).toEqual([FILE, FILE]);
});
