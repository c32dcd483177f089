import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { InvalidInput } from '../errors/invalidInput';
import { quoted } from '../errors/quote';
import { normalizeBaseUrl } from './baseUrl';

/** The options of n8n's older HTTP helper, which its HTTP Request node uses. */
interface OlderOptions {
	readonly uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
}

/** For the answer to the credential's test: n8n itself would wait for five minutes, or for ever. */
const TEST_TIMEOUT_MS = 10_000;

/**
 * Puts the API key into a request, and keeps the request with the server that the key is for: it
 * goes to the origin of the Base URL or not at all, and follows no redirect. This holds for every
 * request that n8n makes with the credential: those of these nodes, the credential's test, and those
 * of the HTTP Request node.
 *
 * @param request gets the key and the limits
 * @throws InvalidInput when the Base URL cannot be used, or the request goes elsewhere
 */
export function authenticate(
	credential: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions & OlderOptions,
): IHttpRequestOptions {
	const base = normalizeBaseUrl(credential.baseUrl);
	if (request.baseURL !== undefined && /^\/(?!\/)/.test(request.url)) {
		// Only the credential's test is made of a base and a path.
		request.baseURL = base;
		request.timeout = TEST_TIMEOUT_MS;
		request.abortSignal ??= AbortSignal.timeout(TEST_TIMEOUT_MS);
	} else {
		refuseElsewhere(request.url ?? request.uri, base);
	}
	const key = typeof credential.apiKey === 'string' ? credential.apiKey.trim() : '';
	request.headers = { ...request.headers, Authorization: `Bearer ${key}` };
	request.disableFollowRedirect = true;
	request.followRedirect = false;
	request.followAllRedirects = false;
	return request;
}

function refuseElsewhere(target: unknown, base: string): void {
	const { origin } = new URL(base);
	const text = String(target);
	if (URL.canParse(text) && new URL(text).origin === origin) return;
	throw new InvalidInput(
		`The Sonzai API key is sent to ${origin} only, and this request goes to ${quoted(text)}`,
		"Correct the address of the request, or the Base URL of the credential when that is Sonzai's address.",
	);
}
