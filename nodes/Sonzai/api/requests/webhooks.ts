import type { IDataObject } from 'n8n-workflow';
import type { ApiRequest } from '../request';
import type { Answer } from '../answer';
import { listOf, nothing, object } from '../answer';
import type { ListRequest } from '../listRequest';
import { path } from '../path';

const done = object({ success: 'true' });

interface Rotated extends IDataObject {
	readonly signing_secret: string;
}

/** What a registration answers, and whether its secret may be known to nobody. */
export interface Registered extends IDataObject {
	/** Returned on the first registration of an event only. */
	readonly signing_secret?: string;
	/** Set when the answer of the first registration may have been lost, and the secret with it. */
	readonly secretIsLost?: true;
}

const registered: Answer<Registered> = {
	...done,
	read: (received) => {
		const reading = done.read(received);
		if (!('answer' in reading) || reading.answer.signing_secret || !received.repeated) {
			return reading;
		}
		return { answer: { ...reading.answer, secretIsLost: true } };
	},
};

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
		list: (): ListRequest => ({
			method: 'GET',
			path: base,
			key: 'webhooks',
			answer: listOf('webhooks', 'event_type'),
		}),

		/** Registers a URL for an event type, in place of whatever is registered. */
		put: (event: string, url: string, authHeader?: string): ApiRequest<Registered> => ({
			method: 'PUT',
			path: base + path`/${event}`,
			body: { webhook_url: url, auth_header: authHeader },
			secret: authHeader,
			answer: registered,
		}),

		/** Removes a webhook; one that is gone already is no failure. */
		remove: (event: string): ApiRequest<undefined> => ({
			method: 'DELETE',
			path: base + path`/${event}`,
			answer: nothing,
			absentIsFine: true,
		}),

		/** Newest first, by pages. */
		attempts: (event: string): ListRequest => ({
			method: 'GET',
			path: base + path`/${event}/attempts`,
			key: 'attempts',
			part: { parameter: 'page_size', max: 500 },
			answer: listOf('attempts', 'attempt_id'),
		}),

		/** Makes a new secret each time, and returns it: the latest is the one that counts. */
		rotateSecret: (event: string): ApiRequest<Rotated> => ({
			method: 'POST',
			path: base + path`/${event}/rotate-secret`,
			answer: object({ success: 'true', signing_secret: 'text' }) as Answer<Rotated>,
			mayHaveHappened: {
				happened: 'The secret may still have been replaced',
				todo: 'Run this again to get the one that is valid.',
			},
		}),
	};
}
