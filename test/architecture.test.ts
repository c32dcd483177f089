import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { preProcessFile } from 'typescript';

const ROOT = join(__dirname, '..');
const FOLDERS = ['nodes', 'credentials', 'sandbox', 'harness', 'demo', 'bench', 'test'];

/** The floors of the house, the lowest first: a file imports from its own floor's room or from below. */
const FLOORS = [
	['nodes/Sonzai/errors'],
	['nodes/Sonzai/events'],
	['nodes/Sonzai/api'],
	['nodes/Sonzai/parameters'],
	['nodes/Sonzai/methods', 'nodes/Sonzai/state'],
	// Peers: none of them imports from another.
	['nodes/Sonzai/actions', 'nodes/Sonzai/webhook', 'nodes/Sonzai/polling'],
	['nodes/Sonzai', 'credentials'],
	['sandbox/contract', 'sandbox/platform'],
	['sandbox/http'],
	['sandbox/api'],
	['sandbox/control'],
	['sandbox'],
	['harness'],
	['demo', 'bench'],
	['test'],
];
const ROOMS = FLOORS.flatMap((rooms, floor) => rooms.map((room) => ({ room, floor })));

const sources = FOLDERS.flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name)),
);
const known = new Set(sources);

/** The files of the repository that a file imports, types included. */
function importsOf(file: string): string[] {
	const text = readFileSync(join(ROOT, file), 'utf8');
	return preProcessFile(text, true, true)
		.importedFiles.map(({ fileName }) => fileName)
		.filter((name) => name.startsWith('.'))
		.flatMap((name) => {
			const target = relative(ROOT, resolve(ROOT, dirname(file), name));
			return [`${target}.ts`, join(target, 'index.ts'), target].filter((path) => known.has(path));
		});
}

const imports = new Map(sources.map((file) => [file, importsOf(file)]));

/** The room that a file belongs to: the longest that holds it. */
function roomOf(file: string) {
	const [found] = ROOMS.filter(({ room }) => file.startsWith(`${room}/`)).sort(
		(a, b) => b.room.length - a.room.length,
	);
	return found;
}

it('finds the imports', () => {
	expect(imports.get('nodes/Sonzai/Sonzai.node.ts')).toContain('nodes/Sonzai/actions/index.ts');
});

it('gives every file a room', () => {
	expect(sources.filter((file) => roomOf(file) === undefined)).toEqual([]);
});

it('imports downwards only', () => {
	const upwards = [...imports].flatMap(([file, targets]) =>
		targets
			.filter((target) => {
				const [from, to] = [roomOf(file), roomOf(target)];
				return from && to && from.room !== to.room && to.floor >= from.floor;
			})
			.map((target) => `${file} -> ${target}`),
	);
	expect(upwards).toEqual([]);
});

it('imports nothing in a circle', () => {
	const done = new Set<string>();
	const circles: string[] = [];
	const visit = (file: string, way: readonly string[]): void => {
		const start = way.indexOf(file);
		if (start >= 0) circles.push([...way.slice(start), file].join(' -> '));
		if (start >= 0 || done.has(file)) return;
		for (const target of imports.get(file) ?? []) visit(target, [...way, file]);
		done.add(file);
	};
	for (const file of sources) visit(file, []);
	expect(circles).toEqual([]);
});
