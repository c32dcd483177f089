import type { IDataObject } from 'n8n-workflow';

/**
 * What the trigger keeps in n8n's static data, by the registration's key. n8n saves it after a
 * publish and after a delivery, but not after an unpublish; a test starts with none.
 */
export interface Memory {
	/** Signing secrets. */
	readonly secrets: Record<string, string>;
	/** Registrations of others that were taken over, to be given back. */
	readonly takenOver: Record<string, TakenOver>;
	/** When a secret was renewed last because deliveries matched none, in epoch milliseconds. */
	readonly renewedAt: Record<string, number>;
	/** Fingerprints of the latest events, oldest first, where duplicates are ignored. */
	readonly seen: string[];
}

/** A registration of somebody else's. */
export interface TakenOver {
	readonly url: string;
	readonly authHeader?: string;
}

/** @param staticData the node's static data; missing parts are created in it */
export function memoryOf(staticData: IDataObject): Memory {
	staticData.secrets ??= {};
	staticData.takenOver ??= {};
	staticData.renewedAt ??= {};
	staticData.seen ??= [];
	return staticData as unknown as Memory;
}
