import type { SonzaiClient } from '../api/client';
import { mapConcurrent } from '../api/concurrency';
import type { QueueFailure } from './failure';
import { isRateLimit } from './failure';
import type { Consumption } from './queue';

/** How many requests run at once. */
const CONCURRENCY = 20;
/** After so many failures the platform is in trouble, and the next poll fares better. */
const MOST_FAILURES = 20;

/** What became of the messages that were to be consumed. */
export interface Consumed {
	readonly ids: ReadonlySet<string>;
	readonly left: number;
	/** Why some are left, when that is a failure and not a lack of time. */
	readonly failure?: QueueFailure;
}

/**
 * Consumes messages that were handed over. What is left is shown again and tried again at the next
 * poll, so that nothing is lost by stopping: at a rate limit, after many failures, at the deadline.
 *
 * @param deadline epoch milliseconds after which no further request is begun
 */
export async function consumeAll(
	client: SonzaiClient,
	consumptions: readonly Consumption[],
	deadline: number,
): Promise<Consumed> {
	const ids = new Set<string>();
	const failures: QueueFailure[] = [];
	let isStopped = false;
	await mapConcurrent(consumptions, CONCURRENCY, async (consumption) => {
		if (isStopped || Date.now() > deadline) return;
		try {
			await client.send(consumption.request);
			for (const id of consumption.ids) ids.add(id);
		} catch (error) {
			const failure = error as QueueFailure;
			failures.push(failure);
			isStopped ||= isRateLimit(failure) || failures.length >= MOST_FAILURES;
		}
	});
	const wanted = consumptions.reduce((sum, consumption) => sum + consumption.ids.length, 0);
	return {
		ids,
		left: wanted - ids.size,
		failure: failures.find(isRateLimit) ?? failures[0],
	};
}
