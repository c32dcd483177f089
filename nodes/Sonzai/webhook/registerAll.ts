import { mapConcurrent } from '../api/pool';
import type { Registration, Registrations } from './registrations';

/** How many webhooks are written at the same time. */
export const CONCURRENCY = 5;

/** What is to be registered for an event. */
export interface Wanted {
	readonly event: string;
	readonly url: string;
	/** Whether deliveries to this URL are verified here, which takes the signing secret. */
	readonly listens: boolean;
}

/**
 * Writes all registrations or none: where one fails, what was registered before is put back.
 *
 * @param registered what was registered before
 * @param learn is called with each signing secret as soon as it is known: from then on it is the one
 * that is valid, even if the rest fails
 */
export async function registerAll(
	registrations: Registrations,
	authorization: string,
	wanted: readonly Wanted[],
	registered: ReadonlyMap<string, Registration>,
	learn: (event: string, secret: string) => void,
): Promise<void> {
	const touched: string[] = [];
	let complete = false;
	try {
		const returned = await mapConcurrent(wanted, CONCURRENCY, async ({ event, url }) => {
			// Before the request: one without an answer may have been carried out.
			touched.push(event);
			return await registrations.put(event, url, authorization);
		});
		// Last, because a rotation is the one step that can't be taken back.
		await mapConcurrent(wanted, CONCURRENCY, async ({ event, listens }, index) => {
			if (listens) learn(event, returned[index] ?? (await registrations.rotateSecret(event)));
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
