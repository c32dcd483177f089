import type { SonzaiClient } from '../api/client';
import { mapConcurrent } from '../api/pool';
import { InvalidInput } from '../errors/invalidInput';
import { RequestFailure } from '../errors/requestFailure';
import type { QueueFailure } from './failure';
import { isRateLimit } from './failure';
import type { Consumption } from './queue';

/** How many requests run at once. */
const CONCURRENCY = 20;
/** After so many failures the platform is in trouble, and the next poll fares better. */
const MOST_FAILURES = 20;
/** Refusals that another message would meet with as well: of the key, of the moment, of the rate. */
const REFUSES_ALL = [401, 403, 407, 408, 425, 429];

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
 * Messages that Sonzai refuses to consume hold no others up.
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
	let troubles = 0;
	let isStopped = false;

	async function carryOut(consumption: Consumption): Promise<void> {
		if (isStopped || Date.now() > deadline) return;
		try {
			await client.send(consumption.request());
			for (const id of consumption.ids) ids.add(id);
		} catch (error) {
			const failure = error as QueueFailure;
			const isAboutThese = concernsOnlyThese(failure);
			if (isAboutThese && consumption.ids.length > 1 && consumption.parts !== undefined) {
				for (const part of consumption.parts()) await carryOut(part);
				return;
			}
			failures.push(failure);
			if (!isAboutThese) troubles++;
			isStopped ||= isRateLimit(failure) || troubles >= MOST_FAILURES;
		}
	}

	await mapConcurrent(consumptions, CONCURRENCY, carryOut);
	const wanted = new Set(consumptions.flatMap((consumption) => consumption.ids));
	return {
		ids,
		left: [...wanted].filter((id) => !ids.has(id)).length,
		failure: failures.find(isRateLimit) ?? failures[0],
	};
}

/** Whether the failure says nothing about other messages, which must not wait for these then. */
function concernsOnlyThese(failure: QueueFailure): boolean {
	if (failure instanceof InvalidInput) return true;
	const status = failure instanceof RequestFailure ? failure.status : undefined;
	return status !== undefined && status < 500 && !REFUSES_ALL.includes(status);
}
