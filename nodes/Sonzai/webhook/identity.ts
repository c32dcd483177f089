import { createHmac, timingSafeEqual } from 'crypto';

/** What makes a trigger node itself and no other: the same in a test and in production, and after a restart. */
export interface Identity {
	readonly instanceId: string;
	readonly workflowId: string;
	readonly nodeId: string;
}

/** Keys that only this node can know: whoever holds the API key and runs in this n8n derives the same ones. */
export interface NodeKeys {
	/** Registered as `auth_header`: a delivery that carries it comes from our own registration. */
	readonly authorization: string;
	/** Signs the copies of deliveries that production sends to a test. */
	readonly copySecret: string;
}

/**
 * Derives the node's keys; nothing has to be stored for production and a test to know each other.
 *
 * @param apiKey Sonzai's API key, from the credential
 */
export function nodeKeys(apiKey: string, identity: Identity): NodeKeys {
	const derive = (purpose: string) =>
		createHmac('sha256', apiKey.trim())
			.update(JSON.stringify([purpose, identity.instanceId, identity.workflowId, identity.nodeId]))
			.digest('base64url');
	return { authorization: `Bearer ${derive('authorization')}`, copySecret: derive('copy') };
}

/** Compares two texts in a time that does not tell where they differ. */
export function sameText(left: string, right: string): boolean {
	const [a, b] = [left, right].map((text) => createHmac('sha256', 'compare').update(text).digest());
	return timingSafeEqual(a as Buffer, b as Buffer);
}
