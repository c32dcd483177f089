import { join } from 'node:path';
import { SetupError } from '../harness/setupError';
import { readPort } from '../harness/ports';

const DEFAULT_BASE_URL = 'https://api.sonz.ai';
const DEFAULT_N8N_PORT = 5678;
const DEFAULT_SANDBOX_PORT = 8787;

interface CommonProfile {
	/** Everything that this demo stores lies below it. */
	folder: string;
	n8nPort: number;
	/** Where others reach this n8n, if they do. */
	webhookUrl?: string;
}

/** Everything on this machine, with the local Sonzai API. */
export interface LocalProfile extends CommonProfile {
	kind: 'local';
	/** The Sonzai API's port; its control surface has the next one. */
	sandboxPort: number;
}

/** The real platform, or another server that speaks its API. */
export interface PlatformProfile extends CommonProfile {
	kind: 'platform';
	apiKey: string;
	/** Without a trailing slash and without `/api/v1`. */
	baseUrl: string;
}

export type Profile = LocalProfile | PlatformProfile;

function readUrl(variable: string, env: NodeJS.ProcessEnv): string | undefined {
	const text = env[variable]?.trim();
	if (!text) return undefined;
	if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
	throw new SetupError(
		`${variable} is not a web address. It has to begin with https:// (or http://), for example ${variable}=https://example.com`,
	);
}

/**
 * Decides what the demo runs against. With SONZAI_API_KEY it is the real platform; data of the two
 * kinds is kept apart.
 *
 * @param dataRoot the folder that holds the demo's data
 * @throws SetupError when a variable holds something unusable
 */
export function readProfile(env: NodeJS.ProcessEnv, dataRoot: string): Profile {
	const apiKey = env.SONZAI_API_KEY?.trim();
	const baseUrl = readUrl('SONZAI_BASE_URL', env);
	const common = {
		n8nPort: readPort('N8N_PORT', DEFAULT_N8N_PORT, env),
		webhookUrl: readUrl('N8N_WEBHOOK_URL', env),
	};
	if (!apiKey) {
		if (baseUrl !== undefined) {
			throw new SetupError(
				'SONZAI_BASE_URL is set, but SONZAI_API_KEY is not. Set both to use that server, or unset SONZAI_BASE_URL to use the local Sonzai API.',
			);
		}
		return {
			...common,
			kind: 'local',
			folder: join(dataRoot, 'local'),
			sandboxPort: readPort('SONZAI_SANDBOX_PORT', DEFAULT_SANDBOX_PORT, env),
		};
	}
	// A header cannot carry other characters, and the error that says so would show the key.
	if (!/^[\x21-\x7e]+$/.test(apiKey)) {
		throw new SetupError(
			'SONZAI_API_KEY holds a space or a character that no API key has. Copy the key again; it begins with sk_.',
		);
	}
	return {
		...common,
		kind: 'platform',
		folder: join(dataRoot, 'platform'),
		apiKey,
		baseUrl: (baseUrl ?? DEFAULT_BASE_URL).replace(/\/api(\/v1)?$/, ''),
	};
}
