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

/** The server will not learn the method or the version of HTTP by being asked again (RFC 9110). */
const LASTING_STATUSES = new Set([501, 505]);
/** The connection was never made, so nothing can have been carried out, and it may be made later. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** The server's certificate is not trusted (Node.js, TLS: the codes of X.509 errors). */
const UNTRUSTED = /^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;
/** The connection was never made either, and trying again would fail in the same way. */
const LASTING = new RegExp(`^(ENOTFOUND|EPROTO|ERR_(SSL|INVALID_URL))|${UNTRUSTED.source}`);
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

/** @returns whether a connection failed with this code because of the server's certificate */
export function isUntrusted(code: string | undefined): boolean {
	return code !== undefined && UNTRUSTED.test(code);
}

/**
 * Tells a rate limit that lasts for longer than an execution waits.
 *
 * @param now for a `Retry-After` that is a date
 * @returns epoch milliseconds until which the platform refuses everything and no execution waits;
 * undefined for any other fault
 */
export function closedUntil({ status, retryAfter }: Fault, now: Date): number | undefined {
	if (status !== 429 || retryAfter === undefined) return undefined;
	const told = retryAfterMs(retryAfter, now) ?? 0;
	return told > LONGEST_WAIT_MS ? now.getTime() + told : undefined;
}

function mayRepeat(fault: Fault, repeatable: boolean): boolean {
	// A refusal for the rate limit (RFC 6585) means that the request was not carried out.
	if (fault.status === 429) return true;
	if (fault.status !== undefined) return repeatable && isPassing(fault.status);
	if (fault.code !== undefined && NEVER_SENT.has(fault.code)) return true;
	return repeatable && fault.code !== CANCELED && !LASTING.test(fault.code ?? '');
}

function isPassing(status: number): boolean {
	return status === 408 || (status >= 500 && !LASTING_STATUSES.has(status));
}

/** @returns milliseconds, or undefined when the header is neither seconds nor a date */
function retryAfterMs(header: string, now: Date): number | undefined {
	const seconds = Number(header);
	if (header.trim() !== '' && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
