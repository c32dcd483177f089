import { SetupError } from '../harness/setupError';
import type { PlatformProfile } from './profile';

const TIMEOUT_MS = 15_000;

function reasonOf(error: unknown): string {
	if (error instanceof Error && error.name === 'TimeoutError') return 'no answer within 15 seconds';
	const cause = error instanceof Error ? error.cause : undefined;
	const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
	return code ?? (cause instanceof Error ? cause.message : 'the connection failed');
}

async function isJsonObject(response: Response): Promise<boolean> {
	try {
		const body: unknown = await response.json();
		return typeof body === 'object' && body !== null;
	} catch {
		return false;
	}
}

/**
 * Asks the platform for one agent, so that a wrong key or address is known before anything starts.
 *
 * @throws SetupError that tells a refused key from a server that is not there or is not Sonzai
 */
export async function checkPlatform({ apiKey, baseUrl }: PlatformProfile): Promise<void> {
	let response: Response;
	try {
		response = await fetch(`${baseUrl}/api/v1/agents?page_size=1`, {
			headers: { authorization: `Bearer ${apiKey}`, accept: 'application/json' },
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
	} catch (error) {
		throw new SetupError(
			`${baseUrl} cannot be reached (${reasonOf(error)}). Check SONZAI_BASE_URL and your internet connection, or unset SONZAI_API_KEY to use the local Sonzai API.`,
		);
	}
	if (response.status === 401 || response.status === 403) {
		await response.body?.cancel();
		throw new SetupError(
			`${baseUrl} refuses the API key in SONZAI_API_KEY. Copy the key again from your Sonzai project, or unset SONZAI_API_KEY to use the local Sonzai API.`,
		);
	}
	if (!response.ok || !(await isJsonObject(response))) {
		throw new SetupError(
			`${baseUrl} answers (status ${response.status}), but not as a Sonzai API does. Check SONZAI_BASE_URL; the usual one is https://api.sonz.ai.`,
		);
	}
}
