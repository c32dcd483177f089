import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { createHmac, timingSafeEqual } from 'crypto';

/** What makes a trigger node itself and no other: the same in a test and in production, after a restart and under another name. */
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

export function identityOf(context: IHookFunctions | IWebhookFunctions): Identity {
	return {
		instanceId: context.getInstanceId(),
		workflowId: String(context.getWorkflow().id),
		nodeId: context.getNode().id,
	};
}

/** @returns a text that differs from that of every other node */
export function textOf({ instanceId, workflowId, nodeId }: Identity): string {
	return JSON.stringify([instanceId, workflowId, nodeId]);
}

/**
 * Derives the keys that this node's registrations and copies carry.
 *
 * @throws what n8n throws when the credential cannot be read
 */
export async function keysOf(
	context: IHookFunctions | IWebhookFunctions,
	identity: Identity,
): Promise<NodeKeys> {
	const { apiKey } = await context.getCredentials<{ apiKey: string }>('sonzaiApi');
	return nodeKeys(apiKey, identity);
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

/** Compares two texts in a time that does not show where they differ. */
export function sameText(left: string, right: string): boolean {
	const [a, b] = [left, right].map((text) => createHmac('sha256', 'compare').update(text).digest());
	return timingSafeEqual(a as Buffer, b as Buffer);
}
