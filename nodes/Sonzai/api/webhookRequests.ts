import type { ApiRequest } from './client';
import { path } from './path';

/**
 * The requests about the webhooks of a project (Sonzai's OpenAPI document). The two scopes have the
 * same five routes.
 *
 * @param projectId absent for the project of the API key
 */
export function webhookRequests(projectId?: string) {
	const base = projectId === undefined ? '/webhooks' : path`/projects/${projectId}/webhooks`;
	return {
		list: (): ApiRequest => ({ method: 'GET', path: base }),

		/** Registers a URL for an event type, in place of whatever is registered. */
		put: (event: string, url: string, authHeader?: string): ApiRequest => ({
			method: 'PUT',
			path: base + path`/${event}`,
			body: { webhook_url: url, auth_header: authHeader },
			secret: authHeader,
		}),

		/** Removes a webhook; one that is gone already is no failure. */
		remove: (event: string): ApiRequest => ({
			method: 'DELETE',
			path: base + path`/${event}`,
			absentIsFine: true,
		}),

		/** Newest first, by pages. */
		attempts: (event: string): ApiRequest => ({
			method: 'GET',
			path: base + path`/${event}/attempts`,
		}),

		rotateSecret: (event: string): ApiRequest => ({
			method: 'POST',
			path: base + path`/${event}/rotate-secret`,
		}),
	};
}
