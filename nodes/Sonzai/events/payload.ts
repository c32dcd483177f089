import type { IDataObject } from 'n8n-workflow';
import { isObject } from './jsonObject';

/**
 * Reads what Sonzai sent about an event.
 *
 * @param body UTF-8; a byte order mark in front is skipped, as n8n itself does
 * @returns the payload in a box, because null is JSON too; undefined when it is not JSON
 */
export function parsePayload(body: Buffer): { readonly payload: unknown } | undefined {
	try {
		return { payload: JSON.parse(textOf(body)) as unknown };
	} catch {
		return undefined;
	}
}

/** The item of an event: the payload as delivered, with the event type in it. Payloads other than objects stand under `payload`. */
export function toItem(event: string, payload: unknown): IDataObject {
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
	const body = Buffer.from(requestBody, 'base64');
	return toItem(event, (parsePayload(body) ?? { payload: textOf(body) }).payload);
}

/**
 * The IDs of one kind that a payload names: events keep them at the top, under `data` or under
 * `wakeup`.
 *
 * @param name `agent_id` or `user_id`
 */
export function idsOf(payload: unknown, name: string): string[] {
	if (!isObject(payload)) return [];
	return [payload, payload.data, payload.wakeup]
		.filter(isObject)
		.map((place) => place[name])
		.filter((id) => typeof id === 'string' || typeof id === 'number')
		.map(String);
}

function textOf(body: Buffer): string {
	return body.toString('utf8').replace(/^\uFEFF/, '');
}
