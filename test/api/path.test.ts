import fc from 'fast-check';
import { path } from '../../nodes/Sonzai/api/path';

it.each([
	['Luna', 'Luna'],
	['Luna Moon/II', 'Luna%20Moon%2FII'],
	['ada@example.com', 'ada%40example.com'],
	['../secret', '..%2Fsecret'],
	['?limit=1#x', '%3Flimit%3D1%23x'],
	['...', '...'],
	['%2e', '%252e'],
])('keeps %s in its place', (value, encoded) => {
	expect(path`/agents/${value}/wakeups`).toBe(`/agents/${encoded}/wakeups`);
});

it.each(['', '.', '..', '\ud800'])(
	'refuses "%s", which no encoding keeps in its place',
	(value) => {
		expect(() => path`/agents/${value}/wakeups`).toThrow('cannot be an ID or name in Sonzai');
	},
);

it('is one segment that decodes to the value, as every URL parser sees it', () => {
	const value = fc
		.string({ unit: 'binary', minLength: 1 })
		.filter((text) => text !== '.' && text !== '..');
	fc.assert(
		fc.property(value, value, (agent, user) => {
			const { pathname } = new URL(`http://host${path`/agents/${agent}/users/${user}`}`);
			const segments = pathname.split('/').map(decodeURIComponent);
			expect(segments).toEqual(['', 'agents', agent, 'users', user]);
		}),
	);
});
