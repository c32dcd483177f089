import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { Patience } from '../api/client';
import { SonzaiClient } from '../api/client';
import { mapConcurrent } from '../api/pool';
import { timeLimit } from '../api/timeLimit';
import { InvalidInput } from '../errors/invalidInput';
import { toNodeError } from '../errors/nodeError';
import { RequestFailure } from '../errors/requestFailure';
import type { Consumed } from './consume';
import { consumeAll } from './consume';
import type { Cursor } from './cursor';
import type { Listing } from './listing';
import {
	advance,
	inOrderOfCreation,
	mergeListings,
	nameable,
	readCursor,
	settleable,
	storedCursor,
} from './cursor';
import type { QueueFailure } from './failure';
import { gravest, isRateLimit } from './failure';
import type { Consumption, Queue } from './queue';
import { reportFailures, reportHidden, reportLeft, reportOddities, reportSkipped } from './report';
import { readNodeState, writeNodeState } from '../state/nodeState';
import { readSettings } from './settings';
import { formerQueue, watchedQueues } from './watchedQueues';

/** The next poll is the next attempt, and n8n knows best when that is due. */
const PATIENCE: Patience = { timeoutMs: 10_000, totalMs: 10_000, attempts: 1 };
const CONCURRENCY = 20;
/** Of n8n's budget for a poll; the queues whose turn it is not by then come first in the next one. */
const SHARE_FOR_LISTING = 0.6;
/** Of that budget; what was not answered by then is given up, and what was listed is handed over. */
const SHARE_FOR_REQUESTS = 0.9;
/** Of what the listing left of n8n's budget for a poll; the rest is for what is asked besides and for the hand-over. */
const SHARE_FOR_CONSUMING = 0.4;
const USUAL_BUDGET_MS = 60_000;
const SAMPLE_SIZE = 10;

/** The method that n8n calls for each poll; one for all polls of a process. */
export function poller() {
	const underWay = new Set<string>();
	return async function (this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, underWay);
	};
}

/**
 * Hands over what is new, all in one execution, oldest first. Consumes what earlier polls handed
 * over: n8n has committed those, or this poll would not know of them.
 *
 * Everything that is remembered is set at the very end, so that a poll which fails changes nothing.
 *
 * @param underWay the polls of this process that run: n8n does not wait for one before it begins the next
 * @returns null when nothing is new
 * @throws NodeApiError with status and `Retry-After`, for n8n's back-off, when no queue could be
 * listed, or when nothing is new and Sonzai limits the rate. Otherwise what could be listed is
 * handed over: a queue that fails must not hold the others back, as an error would, by the back-off
 * that follows it. It is reported in the log, and once as a failed execution (see `reportFailures`).
 */
async function poll(
	context: IPollFunctions,
	underWay: Set<string>,
): Promise<INodeExecutionData[][] | null> {
	const isSample = context.getMode() === 'manual';
	// With durable cursors each poll has a context of its own.
	const poller = JSON.stringify([context.getWorkflow().id, context.getNode().id, isSample]);
	if (underWay.has(poller)) {
		reportSkipped(context);
		return null;
	}
	underWay.add(poller);
	try {
		return await (isSample ? sample(context) : handOver(context));
	} catch (error) {
		// What ends a publishing is shown by its message alone.
		throw toNodeError(context.getNode(), error, { messageOnly: true });
	} finally {
		underWay.delete(poller);
	}
}

async function handOver(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const begun = Date.now();
	const budget = budgetMs(context);
	const end = begun + budget;
	const settings = readSettings(context);
	const state = readNodeState(context);
	const before = readCursor(state.queues);
	const time = timeLimit(budget * SHARE_FOR_REQUESTS, notInTime());
	const client = await SonzaiClient.open(context, time, PATIENCE);
	const queues = await watchedQueues(settings, client);

	const { listings, failures } = await listAll(
		client,
		inOrderOfNeed(queues, state.reported),
		before,
		begun + budget * SHARE_FOR_LISTING,
	);
	if (queues.length > 0 && listings.size === 0) throw gravest(failures.values());

	let consumed: Consumed | undefined;
	if (settings.consumes) {
		const now = Date.now();
		const deadline = now + (end - now) * SHARE_FOR_CONSUMING;
		consumed = await settle(client, queues, before, listings, deadline, end);
		reportLeft(context, consumed);
	}

	const { fresh, cursor } = advance(
		before,
		new Map(queues.map(({ key }) => [key, listings.get(key)])),
	);
	const limit = [consumed?.failure, ...failures.values()].find((it) => it && isRateLimit(it));
	if (fresh.length === 0 && limit !== undefined) throw limit;

	reportOddities(context, queues, listings, fresh);
	reportHidden(context, queues, listings, settings.consumes);
	const reported = reportFailures(context, queues, failures, state.reported);
	writeNodeState(context, { reported, queues: storedCursor(cursor) });
	return fresh.length === 0 ? null : [fresh.map(({ json }) => ({ json }))];
}

/** What the editor shows: the latest messages. Nothing is consumed and nothing remembered. */
async function sample(context: IPollFunctions): Promise<INodeExecutionData[][]> {
	const end = Date.now() + budgetMs(context) * SHARE_FOR_LISTING;
	const client = await SonzaiClient.open(context, undefined, PATIENCE);
	const queues = await watchedQueues(readSettings(context), client);
	const { listings, failures } = await listAll(client, queues, new Map(), end);
	const messages = [...listings.values()].flatMap((listing) => listing.messages);
	if (messages.length === 0) {
		if (failures.size > 0) throw gravest(failures.values());
		throw new InvalidInput(
			'There is nothing to show: no message is pending',
			'Let an agent send one, for example with a wakeup, then fetch again. Once published, the workflow starts as soon as there is one.',
		);
	}
	return [
		inOrderOfCreation(messages)
			.slice(-SAMPLE_SIZE)
			.map(({ json }) => ({ json })),
	];
}

interface Listed {
	readonly listings: Map<string, Listing>;
	readonly failures: Map<string, QueueFailure>;
}

/** The queues that the last poll could not look at, and then the others. */
function inOrderOfNeed(queues: readonly Queue[], reported: unknown): Queue[] {
	const failed = new Set<unknown>(Array.isArray(reported) ? reported : []);
	return [...queues].sort((a, b) => Number(failed.has(b.key)) - Number(failed.has(a.key)));
}

/**
 * Lists all queues side by side.
 *
 * @param until epoch milliseconds after which none is begun any more
 */
async function listAll(
	client: SonzaiClient,
	queues: readonly Queue[],
	cursor: Cursor,
	until: number,
): Promise<Listed> {
	const listed: Listed = { listings: new Map(), failures: new Map() };
	await mapConcurrent(queues, CONCURRENCY, async (queue) => {
		try {
			if (Date.now() > until) throw notInTime();
			const since = cursor.get(queue.key)?.since;
			listed.listings.set(queue.key, await queue.list(client, until, since));
		} catch (error) {
			listed.failures.set(queue.key, error as QueueFailure);
		}
	});
	return listed;
}

/**
 * Consumes what was handed over and is still shown, and looks again where that made room for more.
 * What was handed over from queues that are no longer watched is consumed, too: once, since nothing
 * would show whether it worked.
 *
 * @param listings the second look is added to it
 * @param deadline epoch milliseconds after which nothing more is consumed
 * @param end epoch milliseconds after which nothing more is asked
 */
async function settle(
	client: SonzaiClient,
	queues: readonly Queue[],
	before: Cursor,
	listings: Map<string, Listing>,
	deadline: number,
	end: number,
): Promise<Consumed> {
	// Several queues may show the same message.
	const wanted = new Set<string>();
	const consumptions = (queue: Queue | undefined, ids: readonly string[]): Consumption[] => {
		const others = ids.filter((id) => !wanted.has(id));
		for (const id of others) wanted.add(id);
		return queue?.consumptions?.(others) ?? [];
	};
	const current = queues.flatMap((queue) => {
		const listing = listings.get(queue.key);
		return listing === undefined ? [] : consumptions(queue, settleable(before, queue.key, listing));
	});
	const watched = new Set(queues.map(({ key }) => key));
	const former = [...before.keys()]
		.filter((key) => !watched.has(key))
		.flatMap((key) => consumptions(formerQueue(key), nameable(before, key)));
	const consumed = await consumeAll(client, [...current, ...former], deadline);

	const roomier = queues.filter(({ key }) => {
		const listing = listings.get(key);
		return listing?.isFull && settleable(before, key, listing).some((id) => consumed.ids.has(id));
	});
	const again =
		consumed.failure === undefined ? await listAll(client, roomier, before, end) : undefined;
	for (const [key, later] of again?.listings ?? []) {
		listings.set(key, mergeListings(listings.get(key) as Listing, later));
	}
	return consumed;
}

/** Why a queue could not be listed, or a message not be consumed, when the whole poll has to end. */
function notInTime(): RequestFailure {
	return new RequestFailure(
		'Sonzai answered so slowly that the time of this poll did not suffice',
		'The next poll begins with it. If it goes on, watch fewer at once, or poll less often.',
	);
}

/** @returns how long n8n lets this poll run; older versions do not say */
function budgetMs(context: IPollFunctions): number {
	const { getPollBudgetMs } = context as Partial<IPollFunctions>;
	return getPollBudgetMs?.call(context) ?? USUAL_BUDGET_MS;
}
