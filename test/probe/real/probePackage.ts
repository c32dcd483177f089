import { transformFile } from '@swc/core';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCES = join(__dirname, '../nodes');
export const PROBE_PACKAGE = 'n8n-nodes-probe';

/** Puts the probe's nodes into an n8n as an installed community package. */
export async function installProbe(userFolder: string): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes');
	const installed = join(folder, 'node_modules', PROBE_PACKAGE);
	await mkdir(join(installed, 'dist'), { recursive: true });
	const files = await readdir(SOURCES);
	for (const file of files) {
		const { code } = await transformFile(join(SOURCES, file), {
			jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
			module: { type: 'commonjs' },
		});
		await writeFile(join(installed, 'dist', file.replace(/\.ts$/, '.js')), code);
	}
	const nodes = files
		.filter((file) => file.endsWith('.node.ts'))
		.map((file) => `dist/${file.replace(/\.ts$/, '.js')}`);
	await writeFile(
		join(installed, 'package.json'),
		JSON.stringify({
			name: PROBE_PACKAGE,
			version: '1.0.0',
			n8n: { n8nNodesApiVersion: 1, nodes },
		}),
	);
	await writeFile(
		join(folder, 'package.json'),
		JSON.stringify({
			name: 'installed-nodes',
			private: true,
			dependencies: { [PROBE_PACKAGE]: '1.0.0' },
		}),
	);
}
