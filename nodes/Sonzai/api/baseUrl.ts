import { InvalidInput } from '../errors/invalidInput';
import { quoted } from '../errors/quote';
import { webAddress } from './webAddress';

const LABEL = "'Base URL' of the Sonzai API credential";

/**
 * Normalises the Base URL of the credential: surrounding spaces, trailing slashes and a pasted
 * `/api/v1` are tolerated.
 *
 * @returns the URL to which `/api/v1/…` is appended
 * @throws InvalidInput when it is not an http(s) URL, or holds what no request would carry: a user
 * name or password (it would take the place of the API key), a query, a fragment
 */
export function normalizeBaseUrl(entered: unknown): string {
	const text = typeof entered === 'string' ? entered.trim() : '';
	const url = webAddress(text);
	if (url === undefined) {
		throw new InvalidInput(
			`${LABEL} is not a web address`,
			'Open the credential and enter an address that starts with https://; the usual one is https://api.sonz.ai.',
		);
	}
	const base = url.origin + url.pathname;
	if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) {
		throw new InvalidInput(
			`${LABEL} holds more than an address: a user name, a password, or what follows a ? or a #`,
			`Open the credential and enter the address alone: ${quoted(base)}`,
		);
	}
	return base.replace(/\/+$/, '').replace(/\/api(\/v1)?$/, '');
}
