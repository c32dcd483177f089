import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeliveryAttempt, ProactiveNotification, Sandbox } from '../../sandbox/index';

/** What answers may hold: a test reads what it expects to be there. */
export interface AnswerBody extends Record<string, unknown> {
	next_cursor: string;
	errors: Array<{ location: string; message: string; value?: unknown }>;
	items: Array<{ name: string }> | null;
	webhooks: unknown[] | null;
	attempts: DeliveryAttempt[] | null;
	notifications: Array<ProactiveNotification & { notification_id: string }> | null;
	wakeups: Array<Record<string, unknown>> | null;
	schedules: unknown[] | null;
	upcoming: string[] | null;
	signing_secret: string;
	processing_id: string;
	wakeup_id: string;
	schedule_id: string;
	scheduled_at: string;
	next_fire_at: string;
	next_fire_at_local: string;
	cadence: string;
	active_window: string;
	metadata: string;
	now: string;
}

export interface Answer {
	status: number;
	type: string;
	headers: Headers;
	body: AnswerBody;
	text: string;
}

export type Call = (
	method: string,
	path: string,
	body?: unknown,
	headers?: Record<string, string>,
) => Promise<Answer>;

/** Calls the sandbox's API with its key; a text is sent as it is, anything else as JSON. */
export function client({ url, apiKey }: Pick<Sandbox, 'url' | 'apiKey'>): Call {
	return (method, path, body, headers) =>
		send(method, `${url}/api/v1${path}`, body, { authorization: `Bearer ${apiKey}`, ...headers });
}

export async function send(
	method: string,
	url: string,
	body?: unknown,
	headers: Record<string, string> = {},
): Promise<Answer> {
	const response = await fetch(url, {
		method,
		headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
		body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
	});
	const text = await response.text();
	const type = response.headers.get('content-type') ?? '';
	const parsed: unknown = /json/.test(type) ? JSON.parse(text) : {};
	return {
		status: response.status,
		type,
		headers: response.headers,
		body: parsed as AnswerBody,
		text,
	};
}

export interface Received {
	headers: IncomingHttpHeaders;
	url: string;
	body: string;
}

/** A server that webhooks are delivered to. */
export interface Receiver {
	readonly url: string;
	readonly received: Received[];
	/** Answers the next deliveries with these statuses in turn, then with 200. */
	answerWith(...statuses: number[]): void;
	/** Takes deliveries without ever answering. */
	hang(): void;
	close(): Promise<void>;
}

export async function receiver(): Promise<Receiver> {
	const received: Received[] = [];
	let statuses: number[] = [];
	let hanging = false;
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			received.push({ headers: request.headers, url: request.url ?? '', body });
			if (hanging) return;
			response.writeHead(statuses.shift() ?? 200, { location: '/elsewhere' }).end('thanks');
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
		received,
		answerWith: (...wanted) => (statuses = wanted),
		hang: () => (hanging = true),
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

export const anyText = expect.any(String) as string;

/** What scheduling a wakeup needs at least. */
export const WAKEUP = { user_id: 'ada', check_type: 'interview', intent: 'Ask.', delay_hours: 1 };

export const HOUR = 3_600_000;
