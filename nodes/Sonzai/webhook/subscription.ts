import { mapConcurrent } from '../api/pool';
import { RequestFailure } from '../errors/requestFailure';
import type { NodeKeys } from './identity';
import { PUBLISHING, refuseForeign, TESTING } from './conflict';
import { foreignOf, ownOf } from './ownership';
import { CONCURRENCY, registerAll } from './registerAll';
import type { Registration, Registrations } from './registrations';
import type { TriggerState } from './state';
import { isTarget, leadsTo, targetUrl, unmarked } from './registeredUrl';

/** A trigger's part of the platform's registry, where each event type has one URL per project. */
export interface Subscription {
	readonly registrations: Registrations;
	readonly events: readonly string[];
	/** The node's own URL in this mode, as n8n gives it. */
	readonly webhookUrl: string;
	readonly keys: NodeKeys;
	readonly state: TriggerState;
	/** Remembers a signing secret that Sonzai returned. */
	readonly learn: (event: string, secret: string) => void;
	/** Forgets the signing secret of a registration, by its key. */
	readonly forget: (key: string) => void;
}

/**
 * Whether every event reaches the production URL and can be verified, and no other one does: what a
 * failed unpublish has left behind is for a publish to remove. It changes nothing.
 */
export async function isPublished(subscription: Subscription): Promise<boolean> {
	const { registrations, events, webhookUrl, state } = subscription;
	const registered = await registrations.list();
	const isListening = (event: string) => {
		const found = registered.get(event);
		return (
			found?.active === true &&
			isTarget(found.url, targetUrl(webhookUrl, event)) &&
			state.secrets.has(registrations.key(event))
		);
	};
	const leftOver = ownOf(subscription, registered.values()).some(
		({ event }) => !events.includes(event),
	);
	return events.every(isListening) && !leftOver;
}

/**
 * Registers every event on the production URL, all or none, and removes what this node had
 * registered besides.
 *
 * @param takeOver whether registrations of others are replaced, and remembered to be given back
 * @throws InvalidInput when somebody else's registration is in the way
 */
export async function publish(subscription: Subscription, takeOver: boolean): Promise<void> {
	const { registrations, events, webhookUrl, keys, state, learn, forget } = subscription;
	const registered = await registrations.list();
	const foreign = foreignOf(subscription, among(registered, events));
	if (!takeOver) refuseForeign(foreign, webhookUrl, PUBLISHING);

	// First, because what fails here leaves everything else as it was.
	await release(
		subscription,
		ownOf(subscription, registered.values()).filter(({ event }) => !events.includes(event)),
	);
	// Before the writes: should this call fail and be unable to take them back, a delete still can.
	for (const event of events) {
		const found = registered.get(event);
		// Free, or a test's: whom this event was taken from once has left since.
		if (found === undefined || leadsTo(found.url, webhookUrl) === 'other') {
			state.takenOver.delete(registrations.key(event));
		}
	}
	const keysOfEvents = new Set(events.map((event) => registrations.key(event)));
	for (const key of state.secrets.keys()) if (!keysOfEvents.has(key)) forget(key);
	for (const { event, url, authHeader } of foreign) {
		state.takenOver.set(registrations.key(event), { url, authHeader });
	}
	await registerAll(
		registrations,
		keys.authorization,
		events.map((event) => {
			const found = registered.get(event);
			// A test that listens already goes on with copies.
			const copyTo =
				found && leadsTo(found.url, webhookUrl) === 'other'
					? { testUrl: unmarked(found.url), copySecret: keys.copySecret }
					: undefined;
			return { event, url: targetUrl(webhookUrl, event, copyTo), listens: true };
		}),
		registered,
		learn,
	);
}

/** Gives back what was taken over, and removes what still leads to the production URL. */
export async function unpublish(subscription: Subscription): Promise<void> {
	const registered = await subscription.registrations.list();
	await release(subscription, ownOf(subscription, registered.values()));
}

/**
 * Lets a test listen. Where production is published, its registrations stay and are marked, so that
 * production sends the test a copy; events that nobody listens to are registered on the test URL.
 *
 * @throws InvalidInput when an event is delivered to somebody else: a test takes nothing over
 */
export async function startTest(subscription: Subscription): Promise<void> {
	const { registrations, events, webhookUrl, keys, learn } = subscription;
	const registered = await registrations.list();
	refuseForeign(foreignOf(subscription, among(registered, events)), webhookUrl, TESTING);
	await registerAll(
		registrations,
		keys.authorization,
		events.map((event) => {
			const testUrl = targetUrl(webhookUrl, event);
			const found = registered.get(event);
			if (found === undefined || leadsTo(found.url, webhookUrl) !== 'other') {
				return { event, url: testUrl, listens: true };
			}
			const url = targetUrl(found.url, event, { testUrl, copySecret: keys.copySecret });
			return { event, url, listens: false };
		}),
		registered,
		learn,
	);
}

/** Ends a test: takes the marks off production's registrations, and removes what leads to the test URL. */
export async function endTest(subscription: Subscription): Promise<void> {
	const { registrations, webhookUrl, keys } = subscription;
	const registered = [...(await registrations.list()).values()];
	await mapConcurrent(registered, CONCURRENCY, async ({ event, url }) => {
		const mode = leadsTo(url, webhookUrl);
		if (mode === 'same') await registrations.remove(event);
		if (mode === 'other' && unmarked(url) !== url) {
			await registrations.put(event, unmarked(url), keys.authorization);
		}
	});
}

/** Gives back or removes registrations of this node. */
async function release(
	{ registrations, state, forget }: Subscription,
	own: readonly Registration[],
): Promise<void> {
	const left: string[] = [];
	let reason: Error | undefined;
	await mapConcurrent(own, CONCURRENCY, async ({ event, url }) => {
		const key = registrations.key(event);
		const owner = state.takenOver.get(key);
		try {
			if (owner === undefined) await registrations.remove(event);
			else await registrations.put(event, owner.url, owner.authHeader);
			state.takenOver.delete(key);
			forget(key);
		} catch (error) {
			left.push(`"${event}" (${url})`);
			reason = error as Error;
		}
	});
	if (reason !== undefined) {
		throw new RequestFailure(
			`${reason.message}. These webhooks may still be registered with Sonzai: ${left.join(', ')}`,
			'Remove them with the Sonzai node, operation Webhook > Delete, or in the Sonzai dashboard.',
			reason instanceof RequestFailure ? reason.status : undefined,
		);
	}
}

/** The registrations of these events, as far as there are any. */
function among(
	registered: ReadonlyMap<string, Registration>,
	events: readonly string[],
): Registration[] {
	return events
		.map((event) => registered.get(event))
		.filter((found): found is Registration => found !== undefined);
}
