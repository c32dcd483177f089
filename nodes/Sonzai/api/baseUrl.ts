import { InvalidInput } from '../errors/invalidInput';
import { webAddress } from './webAddress';

/**
 * Normalises the Base URL of the credential: surrounding spaces, trailing slashes and a pasted
 * `/api/v1` are tolerated.
 *
 * @returns the URL to which `/api/v1/…` is appended
 * @throws InvalidInput when it is not an http(s) URL
 */
export function normalizeBaseUrl(entered: unknown): string {
	const text = typeof entered === 'string' ? entered.trim() : '';
	const url = webAddress(text);
	if (url === undefined) {
		throw new InvalidInput(
			"'Base URL' of the Sonzai API credential is not a web address",
			'Open the credential and enter it with https:// in front; the usual one is https://api.sonz.ai.',
		);
	}
	return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/api(\/v1)?$/, '');
}
