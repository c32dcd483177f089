import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from '../setupError';

interface LockEntry {
	version: string;
	os?: string | string[];
	cpu?: string | string[];
}

/** What harness/n8n/package-lock.json pins, and where this machine keeps it. */
export interface PinnedN8n {
	version: string;
	/** The folder that holds, or will hold, the installation. */
	folder: string;
	/** Paths of the lock file's packages that belong on this machine, relative to the folder. */
	packages: string[];
	/** The package whose only content is Node.js for this machine; undefined when there is none. */
	nodePackage?: string;
}

const MINIMUM_NODE_MAJOR = 24;

const includes = (list: string | string[] | undefined, value: string) =>
	list === undefined || [list].flat().some((entry) => entry === value);

/** The folder for things that can be fetched again, as the XDG base directory specification has it. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
	const base = env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return join(base, 'n8n-nodes-sonzai');
}

/**
 * Reads the lock file for one machine.
 *
 * A changed lock file, another operating system or another processor is another folder, so an
 * installation is never changed once it stands.
 */
export function readPinnedN8n(
	lockFile: string,
	root: string,
	platform: string = process.platform,
	arch: string = process.arch,
): PinnedN8n {
	const text = readFileSync(lockFile, 'utf8');
	const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
	const { packages } = JSON.parse(text) as { packages: Record<string, LockEntry> };
	const here = Object.entries(packages).filter(
		([path, entry]) => path !== '' && includes(entry.os, platform) && includes(entry.cpu, arch),
	);
	const version = packages['node_modules/n8n']?.version;
	if (version === undefined) throw new SetupError(`${lockFile} does not pin n8n.`);
	return {
		version,
		folder: join(root, `n8n-${hash}-${platform}-${arch}`),
		packages: here.map(([path]) => path),
		nodePackage: here
			.map(([path]) => path)
			.find((path) => /^node_modules\/node-(bin-)?(darwin|linux|win)-/.test(path)),
	};
}

/**
 * The Node.js that runs n8n: the pinned one, or the one that runs this program when none is
 * published for this machine.
 *
 * @throws SetupError when neither is recent enough
 */
export function nodeBinaryOf(pinned: PinnedN8n, folder: string): string {
	if (pinned.nodePackage !== undefined) {
		const file = process.platform === 'win32' ? 'node.exe' : 'node';
		return join(folder, pinned.nodePackage, 'bin', file);
	}
	if (Number(process.versions.node.split('.')[0]) >= MINIMUM_NODE_MAJOR) return process.execPath;
	throw new SetupError(
		`n8n needs Node.js ${MINIMUM_NODE_MAJOR}, and npm has no ready-made one for ${process.platform} on ${process.arch}. Install Node.js ${MINIMUM_NODE_MAJOR} from https://nodejs.org, then run this again with it.`,
	);
}
