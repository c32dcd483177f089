import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { SetupError } from './setupError';
import { NpmError, runNpm } from './npm';

/** The checkout: everything that the package is made of lies below it. */
export const REPOSITORY = join(__dirname, '..');
const PACKAGE_NAME = 'n8n-nodes-sonzai';
const SOURCES = [
	'nodes',
	'credentials',
	'gulpfile.js',
	'index.js',
	'LICENSE',
	'package.json',
	'README.md',
	'tsconfig.json',
	'tsconfig.build.json',
];

export interface PackageOptions {
	/** npm's output goes there. */
	logFile: string;
	signal?: AbortSignal;
}

async function sourceFiles(): Promise<string[]> {
	const found = await Promise.all(
		SOURCES.map((name) => join(REPOSITORY, name)).map(async (path) => {
			if (!existsSync(path)) return [];
			const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
				(error: NodeJS.ErrnoException) => {
					if (error.code === 'ENOTDIR') return undefined;
					throw error;
				},
			);
			if (!entries) return [path];
			return entries
				.filter((entry) => entry.isFile())
				.map((entry) => join(entry.parentPath, entry.name));
		}),
	);
	return found.flat().sort();
}

/** Tells one state of the package's sources from another. */
export async function fingerprintSources(): Promise<string> {
	const hash = createHash('sha256');
	for (const file of await sourceFiles()) {
		hash
			.update(`${relative(REPOSITORY, file)}\0`)
			.update(await readFile(file))
			.update('\0');
	}
	return hash.digest('hex').slice(0, 16);
}

/**
 * Builds the package and packs it into the tarball that npm would publish.
 *
 * @param into a folder for the tarball
 * @returns the tarball's path
 * @throws SetupError when the package does not build
 */
export async function packPackage(into: string, options: PackageOptions): Promise<string> {
	await mkdir(into, { recursive: true });
	const target = await mkdtemp(join(into, 'pack-'));
	try {
		await runNpm(['pack', '--ignore-scripts=false', '--pack-destination', target], {
			...options,
			cwd: REPOSITORY,
		});
		const [name] = await readdir(target);
		if (name === undefined) throw new SetupError('npm pack made no tarball.', options.logFile);
		// Named by its content: npm treats a file that changed under the same name as tampered with.
		const hash = createHash('sha256')
			.update(await readFile(join(target, name)))
			.digest('hex');
		const tarball = join(into, name.replace(/\.tgz$/, `-${hash.slice(0, 8)}.tgz`));
		await rename(join(target, name), tarball);
		return tarball;
	} catch (error) {
		if (!(error instanceof NpmError)) throw error;
		throw new SetupError(
			'The package could not be built. If its sources were changed, "npm run build" shows what is wrong with them.',
			options.logFile,
		);
	} finally {
		await rm(target, { recursive: true, force: true });
	}
}

/**
 * Installs a tarball into an n8n as its own "Install community node" does.
 *
 * @throws SetupError when npm fails
 */
export async function installTarball(
	userFolder: string,
	tarball: string,
	options: PackageOptions,
): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes');
	await mkdir(folder, { recursive: true });
	if (!existsSync(join(folder, 'package.json'))) {
		await writeFile(
			join(folder, 'package.json'),
			JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }, null, 2),
		);
	}
	try {
		await runNpm(['install', '--omit=peer', '--legacy-peer-deps', '--ignore-scripts', tarball], {
			...options,
			cwd: folder,
		});
	} catch (error) {
		if (!(error instanceof NpmError)) throw error;
		throw new SetupError('The package could not be installed into n8n.', options.logFile);
	}
}

/**
 * Brings the checkout's package into an n8n that is not running; does nothing when this very state
 * of the sources is there already.
 *
 * @returns whether something was installed
 */
export async function ensurePackage(userFolder: string, options: PackageOptions): Promise<boolean> {
	const fingerprint = await fingerprintSources();
	const marker = join(userFolder, 'installed-package.txt');
	const installed = join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE_NAME, 'package.json');
	const known = await readFile(marker, 'utf8').catch(() => '');
	if (known === fingerprint && existsSync(installed)) return false;

	const folder = join(userFolder, 'packages');
	await rm(folder, { recursive: true, force: true });
	await installTarball(userFolder, await packPackage(folder, options), options);
	await writeFile(marker, fingerprint);
	return true;
}
