import { RequestFailure } from '../errors/requestFailure';

/** Why a queue could not be listed, or a message not be consumed: mostly a RequestFailure. */
export type QueueFailure = Error;

/** Whether Sonzai limits the rate: that concerns all requests of the API key. */
export function isRateLimit(failure: QueueFailure): boolean {
	return failure instanceof RequestFailure && failure.status === 429;
}

/** The failure that stands for all: a rate limit, which n8n's back-off has to respect, or the first. */
export function gravest(failures: Iterable<QueueFailure>): QueueFailure {
	const all = [...failures];
	return all.find(isRateLimit) ?? (all[0] as QueueFailure);
}
