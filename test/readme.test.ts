import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

it("has the events and operations of the code in the README's tables", () => {
	const { status, stderr } = spawnSync(
		process.execPath,
		['--import', 'tsx', join(ROOT, 'scripts', 'readmeTables.ts'), '--check'],
		{ cwd: ROOT, encoding: 'utf8' },
	);
	expect(stderr).toBe('');
	expect(status).toBe(0);
});
