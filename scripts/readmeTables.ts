// Writes the README's tables of events and operations from the code. With --check it only looks, and
// fails when they differ: so `npm test` holds them to the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { RESOURCES } from '../nodes/Sonzai/actions';
import { eventOptions } from '../nodes/Sonzai/events/catalogue';

const README = join(__dirname, '..', 'README.md');

const table = (head: string[], rows: string[][]) =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The tables, by the name in the markers that enclose them. */
const TABLES: Record<string, () => string> = {
	events: () =>
		table(
			['Event', 'Name in the panel', 'When'],
			eventOptions.map(({ value, name, description }) => [
				`\`${String(value)}\``,
				name,
				description ?? '',
			]),
		),
	operations: () =>
		table(
			['Resource', 'Operation', 'What it does'],
			RESOURCES.flatMap(({ option, operations }) =>
				operations.map((operation) => [
					option.name,
					operation.option.name,
					operation.option.description,
				]),
			),
		),
};

/** @returns the README with its tables as the code has them now */
async function withTables(readme: string): Promise<string> {
	const text = Object.entries(TABLES).reduce((whole, [name, rows]) => {
		const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
		const [from, to] = [whole.indexOf(start), whole.indexOf(end)];
		if (from < 0 || to < from) throw new Error(`The README has no place for the table "${name}"`);
		return `${whole.slice(0, from + start.length)}\n\n${rows()}\n\n${whole.slice(to)}`;
	}, readme);
	return await format(text, { ...(await resolveConfig(README)), filepath: README });
}

async function main(): Promise<void> {
	const readme = readFileSync(README, 'utf8');
	const current = await withTables(readme);
	if (current === readme) return;
	if (!process.argv.includes('--check')) return writeFileSync(README, current);
	console.error("The README's tables differ from the code. Bring them up to date: npm run docs");
	process.exitCode = 1;
}

void main();
