import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SonzaiCredentialData } from '../harness/n8n/credentials';
import type { Owner } from '../harness/n8n/rest';

/** What the demo remembers from one start to the next. */
export interface DemoState {
	owner: Owner;
	/** The credential in n8n, and what the demo has put into it last. */
	credential?: { id: string; fingerprint: string };
	/** Where the published trigger has registered its webhook; unset until it was published once. */
	publishedAt?: string;
}

/** Tells whether a credential's contents are other than last time, without keeping them. */
export const fingerprintCredential = ({ apiKey, baseUrl }: SonzaiCredentialData): string =>
	createHash('sha256').update(`${baseUrl}\0${apiKey}`).digest('hex');

// n8n asks for eight characters with a capital letter and a digit.
const newOwner = (): Owner => ({
	email: 'demo@example.com',
	password: `Demo1-${randomBytes(6).toString('hex')}`,
});

/** Reads the file, or begins anew when there is none. */
export async function loadState(file: string): Promise<DemoState> {
	try {
		return JSON.parse(await readFile(file, 'utf8')) as DemoState;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		return { owner: newOwner() };
	}
}

/** Replaces the file in one step. Only its owner can read it: it holds the password for n8n. */
export async function saveState(file: string, state: DemoState): Promise<void> {
	await mkdir(dirname(file), { recursive: true });
	await writeFile(`${file}.new`, JSON.stringify(state, null, 2), { mode: 0o600 });
	await rename(`${file}.new`, file);
}
