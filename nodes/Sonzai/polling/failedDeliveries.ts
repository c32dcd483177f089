import { isObject } from '../events/jsonObject';
import type { SonzaiClient } from '../api/client';
import type { ListRequest } from '../api/listRequest';
import { asking, withAnyEntries } from '../api/listRequest';
import { pages } from '../api/pagination';
import { entriesOf } from '../api/listIn';
import { webhookRequests } from '../api/requests/webhooks';
import { quoted } from '../errors/quote';
import { toItemOfAttempt } from '../events/payload';
import type { Listing, Message } from './listing';
import type { Attempt, Chain } from './deliveryChains';
import { chains, latest, readAttempt } from './deliveryChains';
import { Identities } from './messages';
import type { Queue } from './queue';
import { queueKey } from './queue';

/** How far one poll reads back: 100,000 attempts. */
const MOST_PAGES = 200;
/**
 * The log is in the order in which attempts ended, their times say when they began. An attempt lasts
 * less than this.
 */
const LONGEST_ATTEMPT_MS = 10 * 60_000;
/** So many attempts have to be old before the log is taken to be read: a single time may be odd. */
const TAIL = 10;
/** An attempt whose time is further ahead of n8n's clock does not say how far the log was read. */
const MOST_AHEAD_MS = 24 * 3_600_000;
/**
 * A platform that says it will try again but has not for so long never will: it forgets the events
 * under way when their webhook is deleted. Here n8n's clock counts; one that is ahead brings an event
 * early, which its late retry then repeats.
 */
const RETRY_PATIENCE_MS = 24 * 3_600_000;

/**
 * The events of one type that no webhook took: the platform gave up on them. An event that it still
 * tries to deliver, or delivered in the end, is none.
 *
 * @param projectId absent for the project of the API key
 */
export function failedDeliveriesQueue(projectId: string | undefined, eventType: string): Queue {
	return {
		key: queueKey('failedDeliveries', projectId, eventType),
		label: `the deliveries of "${quoted(eventType, 100)}"`,
		list: async (client, until, since) => {
			const { attempts, ...log } = await readLog(client, projectId, eventType, until, since);
			return { ...failedEvents(eventType, attempts, new Date(), since), ...log };
		},
	};
}

/**
 * Reads the log from its newest entry back to where the last poll had settled everything. What there is
 * no time for stays unread: a log that takes longer would otherwise be read in vain by every poll.
 */
async function readLog(
	client: SonzaiClient,
	projectId: string | undefined,
	eventType: string,
	until: number,
	since: string | undefined,
): Promise<{ attempts: Attempt[]; leftOut: unknown[]; isFull: boolean }> {
	const end = since === undefined ? -Infinity : Date.parse(since) - LONGEST_ATTEMPT_MS;
	const request = {
		...withAnyEntries(asking(webhookRequests(projectId).attempts(eventType), Infinity)),
		// No webhook, no deliveries: it may be published later than this workflow.
		absentIsFine: true as const,
	};
	const identities = new Identities();
	const attempts: Attempt[] = [];
	const leftOut: unknown[] = [];
	const send = async (page: ListRequest) => await client.send(page);
	let count = 0;
	for await (const answer of pages(send, request)) {
		if (answer === undefined) break;
		const entries: unknown[] = entriesOf(answer, request.key);
		const page = entries.filter(isObject).map((row) => readAttempt(row, identities));
		attempts.push(...page);
		leftOut.push(...entries.filter((entry) => !isObject(entry)));
		if (page.length > 0 && page.slice(-TAIL).every((attempt) => isBefore(attempt, end))) break;
		if (++count === MOST_PAGES || Date.now() > until) return { attempts, leftOut, isFull: true };
	}
	return { attempts, leftOut, isFull: false };
}

/**
 * The events that are lost to the webhook, and how far the next look has to reach back: to the
 * beginning of the oldest event whose end is still open, or else to the latest attempt.
 *
 * @param now decides only when to stop waiting for a retry
 * @param since kept when there is no attempt at all
 */
export function failedEvents(
	eventType: string,
	attempts: readonly Attempt[],
	now: Date,
	since?: string,
): Pick<Listing, 'messages' | 'since'> {
	const all = chains(attempts);
	const isOpen = (chain: Chain) => {
		const { isDelivered, isRetrying, createdAt } = latest(chain);
		const age = now.getTime() - Date.parse(createdAt);
		return !isDelivered && isRetrying && age < RETRY_PATIENCE_MS;
	};
	const begun = all.filter(isOpen).map(([first]) => first.createdAt);
	const latestPossible = now.getTime() + MOST_AHEAD_MS;
	const settled = attempts.filter((attempt) => isBefore(attempt, latestPossible));
	return {
		messages: all
			.filter((chain) => !latest(chain).isDelivered && !isOpen(chain))
			.map((chain) => toMessage(eventType, chain)),
		since: byTime(begun).at(0) ?? byTime(settled.map(({ createdAt }) => createdAt)).at(-1) ?? since,
	};
}

/** False for an attempt without a time. */
function isBefore({ createdAt }: Attempt, epochMs: number): boolean {
	return Date.parse(createdAt) < epochMs;
}

/** Without those that are not a time. */
function byTime(times: readonly string[]): string[] {
	return times
		.filter((time) => !Number.isNaN(Date.parse(time)))
		.sort((a, b) => Date.parse(a) - Date.parse(b));
}

function toMessage(eventType: string, chain: Chain): Message {
	return {
		id: latest(chain).id,
		createdAt: chain[0].createdAt,
		json: toItemOfAttempt(eventType, chain[0].body),
	};
}
