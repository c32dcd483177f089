import { createHmac } from 'crypto';
import { sameText } from './identity';

/** Query parameter with the event type: the payload of some events does not tell it. */
const EVENT = 'event';
/** Query parameter with the test URL that gets copies, and the proof that this node put it there. */
const COPY = 'copy';

/**
 * The URL registered for an event: each event has its own, told apart by its query.
 *
 * @param webhookUrl the node's production or test URL, as n8n gives it
 * @param copyTo marks a production URL: each verified delivery is also sent to this test URL
 */
export function targetUrl(
	webhookUrl: string,
	event: string,
	copyTo?: { readonly testUrl: string; readonly copySecret: string },
): string {
	const url = new URL(webhookUrl);
	url.searchParams.set(EVENT, event);
	if (copyTo) {
		url.searchParams.set(COPY, `${proof(copyTo.testUrl, copyTo.copySecret)} ${copyTo.testUrl}`);
	}
	return url.toString();
}

/** @returns the event type that the called URL was registered for */
export function eventOf(query: Record<string, unknown>): string | undefined {
	return typeof query[EVENT] === 'string' ? query[EVENT] : undefined;
}

/** @returns whether the called URL asks for a copy, truthfully or not */
export function isMarked(query: Record<string, unknown>): boolean {
	return typeof query[COPY] === 'string';
}

/** @returns the test URL to send a copy to, undefined when the mark was not made by this node */
export function copyTargetOf(
	query: Record<string, unknown>,
	copySecret: string,
): string | undefined {
	const [given = '', testUrl = ''] = String(query[COPY]).split(' ', 2);
	return sameText(given, proof(testUrl, copySecret)) ? testUrl : undefined;
}

/** @returns the registered URL without a mark */
export function unmarked(registered: string): string {
	const url = parse(registered);
	if (url === undefined || !url.searchParams.has(COPY)) return registered;
	url.searchParams.delete(COPY);
	return url.toString();
}

/** @returns whether a registered URL is the given target, with or without a mark */
export function isTarget(registered: string, target: string): boolean {
	return unmarked(registered) === target;
}

/**
 * Whether a registered URL leads to this node, and by which of its two URLs. They share the origin
 * and what follows n8n's endpoint: the node's webhook ID and the path.
 *
 * @param webhookUrl the node's own URL, as n8n gives it in this mode
 * @returns `same` for this URL, `other` for the node's URL in the other mode
 */
export function leadsTo(registered: string, webhookUrl: string): 'same' | 'other' | undefined {
	const url = parse(registered);
	const own = new URL(webhookUrl);
	if (url === undefined || url.origin !== own.origin) return undefined;
	if (url.pathname === own.pathname) return 'same';
	return tail(url) === tail(own) ? 'other' : undefined;
}

/** @returns whether a registered URL has the path of this node's URL, whatever the address of n8n was */
export function samePath(registered: string, webhookUrl: string): boolean {
	return parse(registered)?.pathname === new URL(webhookUrl).pathname;
}

/** @returns whether a registered URL is, by its form, that of a trigger of this n8n */
export function isOfThisN8n(registered: string, webhookUrl: string): boolean {
	const url = parse(registered);
	const own = new URL(webhookUrl);
	const form = ({ pathname }: URL) => [pathname.split('/').length, pathname.split('/').at(-1)];
	return url?.origin === own.origin && String(form(url)) === String(form(own));
}

/** @returns whether only this machine can reach the URL */
export function isLoopback(address: string): boolean {
	const { hostname } = new URL(address);
	return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/i.test(hostname);
}

function tail(url: URL): string {
	return url.pathname.split('/').slice(-2).join('/');
}

function proof(testUrl: string, copySecret: string): string {
	return createHmac('sha256', copySecret).update(testUrl).digest('base64url');
}

function parse(text: string): URL | undefined {
	return URL.canParse(text) ? new URL(text) : undefined;
}
