import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { stopProcessTree } from '../../harness/processTree';

// A parent that starts a child, which holds the parent's output open for as long as it runs.
const FAMILY = (onTerm: string) => `
require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
	stdio: ['ignore', 'inherit', 'ignore'],
});
process.on('SIGTERM', () => { ${onTerm} });
console.log('ready');
setInterval(() => {}, 1000);
`;

interface Family {
	parent: ChildProcess;
	/** Resolves when the parent and its child have ended. */
	allGone: Promise<unknown>;
}

async function startFamily(onTerm: string): Promise<Family> {
	const parent = spawn(process.execPath, ['-e', FAMILY(onTerm)], {
		detached: true,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const allGone = once(parent, 'close');
	await once(parent.stdout as NodeJS.ReadableStream, 'data');
	return { parent, allGone };
}

it('reaches descendants whose parent has already ended', async () => {
	const { parent, allGone } = await startFamily('process.exit(0)');
	await stopProcessTree(parent, 5_000);
	await allGone;
	expect(parent.exitCode).toBe(0);
});

it('kills what does not end in time', async () => {
	const { parent, allGone } = await startFamily('');
	await stopProcessTree(parent, 100);
	await allGone;
	expect(parent.signalCode).toBe('SIGKILL');
});

it('has nothing to do for a process that has ended', async () => {
	const { parent, allGone } = await startFamily('process.exit(0)');
	await stopProcessTree(parent, 5_000);
	await allGone;
	await expect(stopProcessTree(parent, 5_000)).resolves.toBeUndefined();
});
