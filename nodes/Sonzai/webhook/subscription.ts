import { mapConcurrent } from '../api/concurrency';
import { RequestFailure } from '../errors/requestFailure';
import { InvalidInput } from '../errors/invalidInput';
import type { NodeKeys } from './identity';
import type { Memory } from './memory';
import type { Registration, Registrations } from './registrations';
import { isTarget, leadsTo, targetUrl, unmarked } from './target';

/** How many webhooks are written at the same time. */
const CONCURRENCY = 5;

/** A trigger's part of the platform's registry, where each event type has one URL per project. */
export interface Subscription {
	readonly registrations: Registrations;
	readonly events: readonly string[];
	/** The node's own URL in this mode, as n8n gives it. */
	readonly webhookUrl: string;
	readonly keys: NodeKeys;
	readonly memory: Memory;
}

/**
 * Whether every event reaches the production URL and can be verified, and no other one does: what a
 * failed unpublish has left behind is for a publish to remove. It changes nothing.
 */
export async function isPublished(subscription: Subscription): Promise<boolean> {
	const { registrations, events, webhookUrl, memory } = subscription;
	const registered = await registrations.list();
	const isListening = (event: string) => {
		const found = registered.get(event);
		return (
			found?.active === true &&
			isTarget(found.url, targetUrl(webhookUrl, event)) &&
			memory.secrets[registrations.key(event)] !== undefined
		);
	};
	const leftOver = ownOf(subscription, registered).some(({ event }) => !events.includes(event));
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
	const { registrations, events, webhookUrl, keys, memory } = subscription;
	const registered = await registrations.list();
	const foreign = foreignOf(subscription, registered);
	if (!takeOver) refuseForeign(foreign, FREE_OR_TAKE_OVER);

	// First, because what fails here leaves everything else as it was.
	await release(
		subscription,
		ownOf(subscription, registered).filter(({ event }) => !events.includes(event)),
	);
	// Before the writes: should this call fail and be unable to take them back, a delete still can.
	for (const event of events) {
		const found = registered.get(event);
		// Free, or a test's: whom this event was taken from once has left since.
		if (found === undefined || leadsTo(found.url, webhookUrl) === 'other') {
			delete memory.takenOver[registrations.key(event)];
		}
	}
	for (const { event, url, authHeader } of foreign) {
		memory.takenOver[registrations.key(event)] = { url, authHeader };
	}
	await registerAll(
		subscription,
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
	);
}

/** Gives back what was taken over, and removes what still leads to the production URL. */
export async function unpublish(subscription: Subscription): Promise<void> {
	await release(subscription, ownOf(subscription, await subscription.registrations.list()));
}

/**
 * Lets a test listen. Where production is published, its registrations stay and are marked, so that
 * production sends the test a copy; events that nobody listens to are registered on the test URL.
 *
 * @throws InvalidInput when an event is delivered to somebody else: a test takes nothing over
 */
export async function startTest(subscription: Subscription): Promise<void> {
	const { registrations, events, webhookUrl, keys } = subscription;
	const registered = await registrations.list();
	refuseForeign(foreignOf(subscription, registered), FREE_FOR_TEST);
	await registerAll(
		subscription,
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

/** What is to be registered for an event. */
interface Wanted {
	readonly event: string;
	readonly url: string;
	/** Whether deliveries to this URL are verified here, which takes the signing secret. */
	readonly listens: boolean;
}

async function registerAll(
	{ registrations, keys, memory }: Subscription,
	wanted: readonly Wanted[],
	registered: ReadonlyMap<string, Registration>,
): Promise<void> {
	const touched: string[] = [];
	let complete = false;
	try {
		const told = await mapConcurrent(wanted, CONCURRENCY, async ({ event, url }) => {
			// Before the request: one without an answer may have been carried out.
			touched.push(event);
			return await registrations.put(event, url, keys.authorization);
		});
		// Last, because a rotation is the one step that can't be taken back.
		const secrets = await mapConcurrent(wanted, CONCURRENCY, async ({ event, listens }, index) =>
			listens ? (told[index] ?? (await registrations.rotateSecret(event))) : undefined,
		);
		wanted.forEach(({ event }, index) => {
			const secret = secrets[index];
			if (secret !== undefined) memory.secrets[registrations.key(event)] = secret;
		});
		complete = true;
	} finally {
		if (!complete) await restore(registrations, touched, registered);
	}
}

/** Puts back what was registered before, as far as the platform lets us. */
async function restore(
	registrations: Registrations,
	events: readonly string[],
	before: ReadonlyMap<string, Registration>,
): Promise<void> {
	await Promise.allSettled(
		events.map(async (event) => {
			const found = before.get(event);
			await (found === undefined
				? registrations.remove(event)
				: registrations.put(event, found.url, found.authHeader));
		}),
	);
}

/** Gives back or removes registrations of this node. */
async function release(
	{ registrations, memory }: Subscription,
	own: readonly Registration[],
): Promise<void> {
	const left: string[] = [];
	let reason: Error | undefined;
	await mapConcurrent(own, CONCURRENCY, async ({ event, url }) => {
		const key = registrations.key(event);
		const owner = memory.takenOver[key];
		try {
			if (owner === undefined) await registrations.remove(event);
			else await registrations.put(event, owner.url, owner.authHeader);
			delete memory.takenOver[key];
			delete memory.secrets[key];
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

/** This node's registrations in this mode, also from an earlier life under another address. */
function ownOf(
	{ webhookUrl, keys }: Subscription,
	registered: ReadonlyMap<string, Registration>,
): Registration[] {
	return [...registered.values()].filter(({ url, authHeader }) => {
		const mode = leadsTo(url, webhookUrl);
		return mode === 'same' || (mode === undefined && authHeader === keys.authorization);
	});
}

function foreignOf(
	{ events, webhookUrl, keys }: Subscription,
	registered: ReadonlyMap<string, Registration>,
): Registration[] {
	return events
		.map((event) => registered.get(event))
		.filter((found): found is Registration => found !== undefined)
		.filter(
			({ url, authHeader }) =>
				leadsTo(url, webhookUrl) === undefined && authHeader !== keys.authorization,
		);
}

const FREE_OR_TAKE_OVER =
	'Remove that registration (Sonzai node, Webhook > Delete), or set "If Already Registered" to Take Over in this node.';
const FREE_FOR_TEST =
	'A test takes nothing away from others: remove that registration (Sonzai node, Webhook > Delete), or test with an event that is free.';

function refuseForeign(foreign: readonly Registration[], waysOut: string): void {
	if (foreign.length === 0) return;
	const owners = foreign.map(({ event, url }) => `"${event}" is already delivered to ${url}`);
	throw new InvalidInput(
		`${owners.join(', ')}, and Sonzai keeps one webhook URL per event`,
		waysOut,
	);
}
