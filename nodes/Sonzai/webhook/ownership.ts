import type { NodeKeys } from './identity';
import type { Registration } from './registrations';
import { leadsTo, samePath } from './registeredUrl';

/** Who is asking whose a registration is. */
export interface Asker {
	/** The node's own URL in this mode, as n8n gives it. */
	readonly webhookUrl: string;
	readonly keys: NodeKeys;
}

/** This node's registrations in this mode, also from an earlier life under another address. */
export function ownOf(
	{ webhookUrl, keys }: Asker,
	registered: Iterable<Registration>,
): Registration[] {
	return [...registered].filter(({ url, authHeader }) => {
		const mode = leadsTo(url, webhookUrl);
		return mode === 'same' || (mode === undefined && authHeader === keys.authorization);
	});
}

/** The registrations that are neither production's nor a test's of this node. */
export function foreignOf(
	{ webhookUrl, keys }: Asker,
	registered: Iterable<Registration>,
): Registration[] {
	return [...registered].filter(
		({ url, authHeader }) =>
			leadsTo(url, webhookUrl) === undefined && authHeader !== keys.authorization,
	);
}

/**
 * Whether what is registered is what this node registered in this mode: stricter than {@link ownOf},
 * for deliveries, which anybody can send. n8n may have another address since.
 */
export function isOwnTarget(
	{ url, authHeader }: Registration,
	webhookUrl: string,
	keys: NodeKeys,
): boolean {
	// Sonzai's contract lets it leave the header out of its list.
	return (
		samePath(url, webhookUrl) && (authHeader === undefined || authHeader === keys.authorization)
	);
}
