import type { RecordedRequest, Sandbox } from '../../../sandbox';
import type { Json } from './json';

/** A request to the API: its line, as in `GET /agents/Luna/notifications?limit=50`, the query in order, and its body. */
export type Sent = string | readonly [line: string, body: unknown];

export const LUNA = '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a01';
export const MOON = '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a02';
export const ATLAS = '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a03';
export const PROJECT = '3b0c9a52-7d1e-4f63-8a94-5e2f6c7d8b90';

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const KNOWN = new Set([LUNA, MOON, ATLAS, PROJECT]);

/** What arrived at the platform, in the order of arrival. IDs that the platform has made up are `*`. */
export function sentTo(sandbox: Sandbox): Sent[] {
	return sandbox.requests().map((request) => {
		const line = lineOf(request);
		const { body } = request;
		return body === undefined || isEmpty(body) ? line : ([line, body] as const);
	});
}

function lineOf({ method, path, query }: RecordedRequest): string {
	const search = new URLSearchParams(query as Record<string, string>);
	search.sort();
	const line = `${method} ${path.replace('/api/v1', '')}${search.size > 0 ? `?${search.toString()}` : ''}`;
	return line.replace(UUID, (id) => (KNOWN.has(id) ? id : '*'));
}

function isEmpty(body: unknown): boolean {
	return typeof body === 'object' && body !== null && Object.keys(body).length === 0;
}

/** Asks the platform as its owner would, for what a row starts from. */
export async function ask<T = Json>(sandbox: Sandbox, line: string, body?: Json): Promise<T> {
	const [method, path] = line.split(' ');
	const response = await fetch(`${sandbox.url}/api/v1${path}`, {
		method,
		headers: {
			authorization: `Bearer ${sandbox.apiKey}`,
			...(body && { 'content-type': 'application/json' }),
		},
		body: body && JSON.stringify(body),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${line} was refused: ${text}`);
	return (text === '' ? {} : JSON.parse(text)) as T;
}
