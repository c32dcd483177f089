import type { IPollFunctions } from 'n8n-workflow';
import { toNodeError } from '../errors/nodeError';
import type { Consumed } from './consume';
import type { Listing } from './cursor';
import type { QueueFailure } from './failure';
import type { Queue } from './queue';

/**
 * Reports the queues that could not be listed while others could: each poll in the log, and when a
 * queue begins to fail as a failed execution, which also starts the user's error workflow.
 *
 * @param reported what the last poll returned
 * @returns the keys of the failing queues
 */
export function reportFailures(
	context: IPollFunctions,
	queues: readonly Queue[],
	failures: ReadonlyMap<string, QueueFailure>,
	reported: unknown,
): string[] {
	const known = new Set(Array.isArray(reported) ? reported : []);
	for (const { key, label } of queues) {
		const failure = failures.get(key);
		if (failure === undefined) continue;
		warn(context, `could not look at ${label}: ${failure.message}`);
		if (known.has(key)) continue;
		const error = toNodeError(context.getNode(), failure, { messageOnly: true });
		error.message = `The others are watched, but ${label} could not be. ${error.message}`;
		context.__emitError(error);
	}
	return [...failures.keys()];
}

/** Warns of messages that could not be consumed; they are tried again. */
export function reportLeft(context: IPollFunctions, { left, failure }: Consumed): void {
	if (left === 0) return;
	const why = failure?.message ?? 'this poll ran out of time';
	warn(context, `left ${left} messages to be marked as consumed by the next poll: ${why}`);
}

/** Warns of queues in which new messages can be hidden behind others that nobody removes. */
export function reportHidden(
	context: IPollFunctions,
	queues: readonly Queue[],
	listings: ReadonlyMap<string, Listing>,
	consumes: boolean,
): void {
	for (const { key, label, consumptions } of queues) {
		const listing = listings.get(key);
		if (!listing?.isFull) continue;
		if (consumptions === undefined) {
			warn(context, `cannot read all of ${label}: they are too many, older ones stay unseen`);
		} else if (!consumes || listing.filteredOut) {
			warn(
				context,
				`gets no more messages of ${label} than those that are pending: new ones stay unseen until some of them are consumed`,
			);
		}
	}
}

function warn(context: IPollFunctions, what: string): void {
	context.logger.warn(`Sonzai Notification Trigger ${what}`, {
		workflowId: context.getWorkflow().id,
		node: context.getNode().name,
	});
}
