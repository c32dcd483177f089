import type { ApiRequest } from '../client';
import type { ListRequest } from '../list';
import { path } from '../path';

/**
 * The requests about the webhooks of a project (Sonzai's OpenAPI document). The two scopes have the
 * same five routes.
 *
 * @param projectId absent for the project of the API key
 */
export function webhookRequests(projectId?: string) {
	const base = projectId === undefined ? '/webhooks' : path`/projects/${projectId}/webhooks`;
	return {
		/** Always all of them: at most one for each event type. */
		list: (): ListRequest => ({ method: 'GET', path: base, key: 'webhooks' }),

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
		attempts: (event: string): ListRequest => ({
			method: 'GET',
			path: base + path`/${event}/attempts`,
			key: 'attempts',
			part: { parameter: 'page_size', max: 500 },
		}),

		/** Makes a new secret each time, and returns it: the latest is the one that counts. */
		rotateSecret: (event: string): ApiRequest => ({
			method: 'POST',
			path: base + path`/${event}/rotate-secret`,
			mayHaveHappened: {
				happened: 'The secret may have been replaced all the same',
				todo: 'Run this again to learn the one that counts.',
			},
		}),
	};
}
