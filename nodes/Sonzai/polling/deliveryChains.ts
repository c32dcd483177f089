import type { IDataObject } from 'n8n-workflow';
import { createHash } from 'crypto';
import { Identities, textOf } from './messages';

/** One attempt to deliver an event to a webhook (Sonzai's OpenAPI document: WebhookDeliveryAttempt). */
export interface Attempt {
	readonly id: string;
	/** From 1, counted per event. */
	readonly number: number;
	/** The event's payload as sent, in base64; empty when the platform tells none. */
	readonly body: string;
	readonly isDelivered: boolean;
	/** Whether the platform says that it will try again. */
	readonly isRetrying: boolean;
	/** RFC 3339, by the platform's clock. */
	readonly createdAt: string;
}

/** The attempts of one event, oldest first. */
export type Chain = readonly [Attempt, ...Attempt[]];

const RETRYING = /retry|pending|queued|scheduled|progress/i;

/**
 * Reads an attempt. Assumed of the platform, whose contract does not list the statuses: an answer
 * of 2xx is a delivery; a status such as `retrying` says that another attempt follows; any other
 * (`failed`) is the end.
 *
 * @param identities of the log that it stands in
 */
export function readAttempt(row: IDataObject, identities = new Identities()): Attempt {
	const code = numberOf(row.response_code);
	const status = textOf(row.status);
	return {
		id: identities.of(row.attempt_id, row),
		number: numberOf(row.attempt_number) || 1,
		body: textOf(row.request_body),
		isDelivered: (code >= 200 && code < 300) || /^(success|succeeded|delivered)$/i.test(status),
		isRetrying: RETRYING.test(status),
		createdAt: textOf(row.created_at),
	};
}

/** NaN where no number stands. */
function numberOf(value: unknown): number {
	return typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
}

/**
 * Puts the attempts of one event together. The platform gives events no ID, so they belong together
 * when the same bytes were sent and the numbers of the attempts go up. An event that is the very same
 * as an earlier one has attempts of its own, which begin at 1 again; and after a delivery there is no
 * further attempt. Where attempts of equal events run side by side it is not known which is whose,
 * and makes no difference: the payloads are the same.
 *
 * @param attempts all of one event type; the newest first where times don't tell, as the log has them
 */
export function chains(attempts: readonly Attempt[]): Chain[] {
	const all: Array<[Attempt, ...Attempt[]]> = [];
	const byBody = new Map<string, Array<[Attempt, ...Attempt[]]>>();
	for (const attempt of oldestFirst(attempts)) {
		const fingerprint = createHash('sha256').update(attempt.body).digest('base64');
		const alike = byBody.get(fingerprint) ?? [];
		byBody.set(fingerprint, alike);
		const chain = continuedBy(attempt, alike);
		if (chain !== undefined) {
			chain.push(attempt);
		} else {
			const begun: [Attempt] = [attempt];
			alike.push(begun);
			all.push(begun);
		}
	}
	return all;
}

/** The latest attempt of an event. */
export function latest(chain: Chain): Attempt {
	return chain[chain.length - 1] as Attempt;
}

/** The event that waits for this attempt: one that is to be tried again before one that is not, the number that comes closest, the oldest. */
function continuedBy(
	attempt: Attempt,
	alike: ReadonlyArray<[Attempt, ...Attempt[]]>,
): [Attempt, ...Attempt[]] | undefined {
	const waiting = alike.filter((chain) => {
		const { number, isDelivered } = latest(chain);
		return !isDelivered && number < attempt.number;
	});
	return waiting.sort(
		(a, b) =>
			Number(latest(b).isRetrying) - Number(latest(a).isRetrying) ||
			latest(b).number - latest(a).number,
	)[0];
}

function oldestFirst(attempts: readonly Attempt[]): Attempt[] {
	return attempts
		.map((attempt) => ({ attempt, at: Date.parse(attempt.createdAt) || 0 }))
		.reverse()
		.sort((a, b) => a.at - b.at || a.attempt.number - b.attempt.number)
		.map(({ attempt }) => attempt);
}
