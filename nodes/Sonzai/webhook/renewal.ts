import { SonzaiClient } from '../api/client';
import type { Delivery } from './delivery';
import { isOwnTarget } from './ownership';
import { NOT_CHOSEN, refuse } from './refusal';
import { registrationKey, Registrations } from './registrations';
import type { Renewed } from './renewals';
import { readSubscribed } from './settings';
import { readState, writeState } from './state';

/** Sonzai waits for the answer to its delivery meanwhile, and comes again. */
const PATIENCE = { timeoutMs: 5_000, totalMs: 5_000, attempts: 1 };

/**
 * Learns a secret anew that was rotated elsewhere or lost: Sonzai returns one only when it makes a new
 * one. The delivery that showed it stays refused; Sonzai's next attempt fits.
 *
 * @throws Refusal, always
 */
export async function renewSecret(delivery: Delivery, event: string): Promise<never> {
	const { context, memory, node } = delivery;
	const { events, projectId } = readSubscribed(context);
	if (!events.includes(event)) refuse(404, NOT_CHOSEN);
	const key = registrationKey(event, projectId);
	const held = memory.secrets.newest(node, readState(context).secrets).get(key);
	const renewed = await memory.renewals.run(
		JSON.stringify([node, key]),
		held?.renewed === true ? held.learnedAt : 0,
		async (settle) => await rotate(delivery, event, projectId, settle),
	);
	if (renewed === 'foreign') refuse(401, 'the event is no longer delivered to this workflow');
	if (renewed === 'pausing' || renewed === 'failed') {
		refuse(503, 'the signing secret does not match, and could not be renewed yet');
	}
	memory.secrets.learn(node, key, renewed);
	// n8n saves the whole of what this delivery sees: of two at the same time, what the later one knows.
	const state = readState(context);
	writeState(context, { ...state, secrets: memory.secrets.newest(node, state.secrets) });
	refuse(503, 'the signing secret was renewed, so the next attempt will match');
}

/** @param settle is called when the registration need not be looked at again soon */
async function rotate(
	{ context, keys }: Delivery,
	event: string,
	projectId: string | undefined,
	settle: () => void,
): Promise<Renewed> {
	try {
		const client = await SonzaiClient.open(context, undefined, PATIENCE);
		const registrations = new Registrations(client, projectId);
		const registered = (await registrations.list()).get(event);
		const ownUrl = context.getNodeWebhookUrl('default') as string;
		// Before the rotation: one without an answer may have been carried out.
		settle();
		// The Authorization may be a copied one, from before somebody else took the event over.
		if (registered === undefined || !isOwnTarget(registered, ownUrl, await keys())) {
			return 'foreign';
		}
		const secret = await registrations.rotateSecret(event);
		return { event, secret, learnedAt: Date.now(), renewed: true };
	} catch (error) {
		context.logger.error(
			`Sonzai Trigger could not renew the signing secret of "${event}": ${(error as Error).message}`,
		);
		return 'failed';
	}
}
