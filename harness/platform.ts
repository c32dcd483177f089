import { request } from 'undici';
import type { Sandbox } from '../sandbox';

interface Webhook {
	readonly event_type: string;
	readonly webhook_url: string;
	readonly auth_header?: string;
}

/** What somebody else does on the platform: another workflow, another server, the dashboard. */
export function platformOf(sandbox: Sandbox) {
	async function call(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object) {
		const response = await request(`${sandbox.url}/api/v1/webhooks${path}`, {
			method,
			headers: {
				authorization: `Bearer ${sandbox.apiKey}`,
				...(body && { 'content-type': 'application/json' }),
			},
			body: body && JSON.stringify(body),
		});
		const text = await response.body.text();
		if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${text}`);
		return text === '' ? undefined : (JSON.parse(text) as unknown);
	}

	const list = async () =>
		((await call('GET', '')) as { webhooks: Webhook[] | null }).webhooks ?? [];

	return {
		list,
		urls: async () =>
			Object.fromEntries(
				(await list()).map(({ event_type, webhook_url }) => [event_type, webhook_url]),
			),
		put: async (event: string, webhook_url: string, auth_header?: string) =>
			await call('PUT', `/${event}`, { webhook_url, auth_header }),
		rotate: async (event: string) => await call('POST', `/${event}/rotate-secret`),
		remove: async (event: string) => await call('DELETE', `/${event}`),
		/** The requests that changed something, oldest first. */
		writes: () => sandbox.requests().filter(({ method }) => method !== 'GET'),
	};
}
