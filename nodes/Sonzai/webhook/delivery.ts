import type { IDataObject } from 'n8n-workflow';
import { jsonParse } from 'n8n-workflow';
import { createHash } from 'crypto';
import type { Settings } from './settings';

/** What arrived on the webhook's URL. */
export interface Delivery {
	/** The event type in the called URL. */
	readonly event: string;
	/** As signed: not compressed. */
	readonly rawBody: Buffer;
}

/** What becomes of a delivery that is authentic. */
export type Outcome =
	| { readonly item: IDataObject }
	/** Accepted without starting the workflow; the reason is for the log. */
	| { readonly skipped: string };

/**
 * Reads an authentic delivery: applies the filters and makes the item.
 *
 * @param payload the body, parsed
 * @param seen fingerprints of the latest events, oldest first; a new one is added
 */
export function read(
	{ event, rawBody }: Delivery,
	payload: unknown,
	settings: Settings,
	seen: string[],
): Outcome {
	if (!mentions(payload, 'agent_id', settings.agentIds)) return { skipped: 'another agent' };
	if (!mentions(payload, 'user_id', settings.userIds)) return { skipped: 'another user' };
	if (settings.ignoreDuplicates && isRepeated(event, rawBody, seen)) {
		return { skipped: 'a duplicate' };
	}
	return { item: toItem(event, payload) };
}

/** The payload as delivered, with the event type in it. Payloads that are no objects stand under `payload`. */
function toItem(event: string, payload: unknown): IDataObject {
	if (!isObject(payload)) return { event_type: event, payload: payload as IDataObject };
	const { event_type } = payload;
	return { ...payload, event_type: typeof event_type === 'string' ? event_type : event };
}

/**
 * The item of an event in the log of delivery attempts.
 *
 * @param requestBody the bytes that were sent, in base64 (Sonzai's OpenAPI document: request_body)
 */
export function toItemOfAttempt(event: string, requestBody: string): IDataObject {
	const text = Buffer.from(requestBody, 'base64').toString();
	return toItem(event, jsonParse<IDataObject | string>(text, { fallbackValue: text }));
}

/** Events keep the IDs at the top, under `data` or under `wakeup`. */
function mentions(payload: unknown, name: string, wanted: readonly string[]): boolean {
	if (wanted.length === 0) return true;
	if (!isObject(payload)) return false;
	return [payload, payload.data, payload.wakeup].some(
		(place) => isObject(place) && wanted.includes(String(place[name])),
	);
}

/** How many events are remembered. */
const MEMORY = 500;

/** A delivery of the same event has a new signature, but the same body. */
function isRepeated(event: string, rawBody: Buffer, seen: string[]): boolean {
	const fingerprint = createHash('sha256')
		.update(`${event}\n`)
		.update(rawBody)
		.digest('base64url')
		.slice(0, 22);
	if (seen.includes(fingerprint)) return true;
	seen.push(fingerprint);
	if (seen.length > MEMORY) seen.splice(0, seen.length - MEMORY);
	return false;
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
