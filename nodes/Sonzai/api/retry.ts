/** What came back instead of a success. */
export interface Fault {
	/** HTTP status; absent when the connection failed. */
	readonly status?: number;
	/** The network's error code, when the connection failed. */
	readonly code?: string;
	/** The `Retry-After` header as received. */
	readonly retryAfter?: string;
}

/** Attempts per request, the first one included. */
const MAX_ATTEMPTS = 4;
/** As long as the platform says when to come back: others share the same rate, and come back, too. */
const MAX_ATTEMPTS_TOLD = 10;
const FIRST_PAUSE_MS = 300;
/** Of all pauses of a request. Longer than this is for the workflow to wait, not for a running execution. */
const LONGEST_WAIT_MS = 60_000;

const PASSING_STATUSES = new Set([408, 500, 502, 503, 504]);
/** The connection was never made, so nothing can have been carried out, and it may be made later. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** The connection was never made either, and trying again would fail in the same way. */
const LASTING =
	/^(ENOTFOUND|EPROTO|ERR_(TLS|SSL|INVALID_URL)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;
const CANCELED = 'ERR_CANCELED';

/**
 * Decides whether a request is sent again, and after how long.
 *
 * @param repeatable whether carrying the request out twice does no harm
 * @param past.attempt how many times it has been sent, from 1
 * @param past.waited milliseconds that it has waited already
 * @param now for a `Retry-After` that is a date (RFC 9110, section 10.2.3)
 * @param random a number from 0 to 1 that spreads simultaneous retries
 * @returns milliseconds to wait, or undefined when the fault is final
 */
export function retryDelay(
	fault: Fault,
	repeatable: boolean,
	{ attempt, waited }: { readonly attempt: number; readonly waited: number },
	now: Date,
	random: number,
): number | undefined {
	const told = fault.retryAfter === undefined ? undefined : retryAfterMs(fault.retryAfter, now);
	const most = told !== undefined && fault.status === 429 ? MAX_ATTEMPTS_TOLD : MAX_ATTEMPTS;
	if (attempt >= most || !mayRepeat(fault, repeatable)) return undefined;
	const doublings = Math.min(attempt, MAX_ATTEMPTS) - 1;
	const pause = Math.max(told ?? 0, FIRST_PAUSE_MS * 2 ** doublings * (0.5 + random));
	return waited + pause > LONGEST_WAIT_MS ? undefined : pause;
}

/** @returns whether a request whose connection failed so may have reached the server */
export function mayHaveArrived(code: string | undefined): boolean {
	return code === undefined || !(NEVER_SENT.has(code) || LASTING.test(code));
}

function mayRepeat(fault: Fault, repeatable: boolean): boolean {
	// A refusal for the rate limit (RFC 6585) means that the request was not carried out.
	if (fault.status === 429) return true;
	if (fault.status !== undefined) return repeatable && PASSING_STATUSES.has(fault.status);
	if (fault.code !== undefined && NEVER_SENT.has(fault.code)) return true;
	return repeatable && fault.code !== CANCELED && !LASTING.test(fault.code ?? '');
}

/** @returns milliseconds, or undefined when the header is neither seconds nor a date */
function retryAfterMs(header: string, now: Date): number | undefined {
	const seconds = Number(header);
	if (header.trim() !== '' && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
