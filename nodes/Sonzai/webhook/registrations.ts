import type { IDataObject } from 'n8n-workflow';
import type { SonzaiClient } from '../api/client';
import { entriesOf } from '../api/listIn';
import { webhookRequests } from '../api/requests/webhooks';

/** A webhook as the platform lists it (Sonzai's OpenAPI document: Webhook). */
export interface Registration {
	readonly event: string;
	readonly url: string;
	readonly authHeader?: string;
	readonly active: boolean;
}

/** Names the registration of an event in what a node remembers. */
export function registrationKey(event: string, projectId?: string): string {
	return projectId === undefined ? event : `${projectId}/${event}`;
}

/** @returns the event type that a key names; the ID of a project in front of it is a UUID */
export function eventOfKey(key: string): string {
	return key.replace(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\//i, '');
}

/** The webhooks of a project: the API key's own, or another one by its ID. */
export class Registrations {
	private readonly requests: ReturnType<typeof webhookRequests>;

	/** @param projectId absent for the project of the API key */
	constructor(
		private readonly client: SonzaiClient,
		private readonly projectId?: string,
	) {
		this.requests = webhookRequests(projectId);
	}

	key(event: string): string {
		return registrationKey(event, this.projectId);
	}

	/** All webhooks of the project, by event type. */
	async list(): Promise<Map<string, Registration>> {
		const answer = await this.client.send(this.requests.list());
		return new Map(
			entriesOf(answer, 'webhooks')
				.map(read)
				.map((found) => [found.event, found]),
		);
	}

	/**
	 * Registers a URL for an event, in place of whatever is registered.
	 *
	 * @returns the signing secret, which the platform tells only on the first registration
	 */
	async put(event: string, url: string, authHeader?: string): Promise<string | undefined> {
		const { signing_secret } = await this.client.send(this.requests.put(event, url, authHeader));
		return signing_secret === '' ? undefined : signing_secret;
	}

	/** Removes a webhook; one that is gone already is no failure. */
	async remove(event: string): Promise<void> {
		await this.client.send(this.requests.remove(event));
	}

	/** Gives the webhook a new signing secret, and tells it. */
	async rotateSecret(event: string): Promise<string> {
		const { signing_secret } = await this.client.send({
			...this.requests.rotateSecret(event),
			// Whoever asks here wants the secret that counts, and asking again brings it.
			mayHaveHappened: undefined,
		});
		return signing_secret;
	}
}

function read(webhook: IDataObject): Registration {
	return {
		event: String(webhook.event_type),
		url: String(webhook.webhook_url),
		authHeader: webhook.auth_header as string | undefined,
		active: webhook.is_active !== false,
	};
}
