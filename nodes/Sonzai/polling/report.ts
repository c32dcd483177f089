import type { IPollFunctions } from 'n8n-workflow';
import { toNodeError } from '../errors/nodeError';
import type { Consumed } from './consume';
import { quoted } from '../errors/quote';
import type { Listing, Message } from './listing';
import type { QueueFailure } from './failure';
import { shown } from './messages';
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
		warn(context, `could not list ${label}: ${failure.message}`);
		if (known.has(key)) continue;
		const error = toNodeError(context.getNode(), failure, { messageOnly: true });
		error.message = `The other queues are watched, but ${label} could not be listed. ${error.message}`;
		context.__emitError(error);
	}
	return [...failures.keys()];
}

/** Warns of a poll that brings nothing because the one before has not ended. */
export function reportSkipped(context: IPollFunctions): void {
	warn(context, 'skipped a poll: the one before is still under way');
}

/** Warns of messages that could not be consumed; they are tried again. */
export function reportLeft(context: IPollFunctions, { left, failure }: Consumed): void {
	if (left === 0) return;
	const why = failure?.message ?? 'this poll ran out of time';
	warn(
		context,
		`left ${counted(left, 'message', 'messages')} for the next poll to mark as consumed: ${why}`,
	);
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
			warn(context, `cannot read all of ${label}: there are too many, and older ones stay unseen`);
		} else if (!consumes || listing.filteredOut || hasUnnameable(listing)) {
			warn(
				context,
				`gets no further messages of ${label}: its list is full, and new ones stay unseen until some are consumed`,
			);
		}
	}
}

/** How many of them a warning names. */
const MOST_NAMED = 5;

/**
 * Warns of what a listing holds against the contract: of messages that no request can name, when they
 * are handed over, and of entries that are not messages, each time.
 *
 * @param fresh what this poll hands over
 */
export function reportOddities(
	context: IPollFunctions,
	queues: readonly Queue[],
	listings: ReadonlyMap<string, Listing>,
	fresh: readonly Message[],
): void {
	const isFresh = new Set(fresh);
	for (const { key, label, consumptions } of queues) {
		const { messages = [], leftOut = [] } = listings.get(key) ?? {};
		const unnameable = messages.filter(
			(message) => message.defect !== undefined && isFresh.has(message),
		);
		if (consumptions !== undefined && unnameable.length > 0) {
			const names = unnameable.map(
				({ defect, createdAt }) => `${defect} of ${quoted(createdAt, 40) || 'an unknown time'}`,
			);
			warn(
				context,
				`handed over ${counted(unnameable.length, 'message', 'messages')} of ${label} that cannot be marked as consumed, and will not be handed over again: ${listed(names)}`,
			);
		}
		if (leftOut.length > 0) {
			warn(
				context,
				`left out ${counted(leftOut.length, 'entry', 'entries')} in the list of ${label} that are not messages: ${listed(leftOut.map(shown))}`,
			);
		}
	}
}

function hasUnnameable({ messages }: Listing): boolean {
	return messages.some(({ defect }) => defect !== undefined);
}

function counted(count: number, one: string, many: string): string {
	return `${count} ${count === 1 ? one : many}`;
}

function listed(names: readonly string[]): string {
	const more = names.length - MOST_NAMED;
	return names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function warn(context: IPollFunctions, what: string): void {
	context.logger.warn(`Sonzai Notification Trigger ${what}`, {
		workflowId: context.getWorkflow().id,
		node: context.getNode().name,
	});
}
