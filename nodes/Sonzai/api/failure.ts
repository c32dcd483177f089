import type { IDataObject } from 'n8n-workflow';
import { quoted } from '../errors/quote';
import { RequestFailure } from '../errors/requestFailure';
import { isUntrusted, mayHaveArrived } from './retry';

/** What may be there already when a request fails that must not be sent twice. */
export interface Doubt {
	/** A sentence without its full stop. */
	readonly happened: string;
	/** What to look at before it is sent again, as a sentence. */
	readonly todo: string;
}

/** What a failure needs to know of its request to say what may have happened. */
export interface Attempted {
	/** For a request that must not be sent twice and may have been carried out. */
	readonly mayHaveHappened?: Doubt;
	readonly baseUrl: string;
}

const WHAT_TO_DO: Record<number, { happened: string; todo: string }> = {
	400: {
		happened: 'Sonzai could not read the request',
		todo: 'Check the fields of this node.',
	},
	401: {
		happened: 'Sonzai does not accept the API key',
		todo: 'Open the Sonzai API credential and copy the API key again from the Sonzai dashboard.',
	},
	403: {
		happened: 'The API key may not do this',
		todo: 'Use an API key of the project that owns the agent, or one with more rights.',
	},
	404: {
		happened: 'Sonzai did not find what was requested',
		todo: 'Check the IDs and names: they must exist in the project that the API key belongs to.',
	},
	408: {
		happened: 'Sonzai did not receive the request in time',
		todo: 'Try again later.',
	},
	409: {
		happened: 'The request conflicts with something that exists already',
		todo: 'Check what exists with the Get Many operation, then decide what to change.',
	},
	422: {
		happened: 'Sonzai refused the values',
		todo: 'Correct the fields named here.',
	},
	429: {
		happened: 'Sonzai received too many requests from this API key',
		todo: "Try again later, or send fewer requests at a time: lower Concurrency in the Sonzai node's options.",
	},
};

const WRONG_ADDRESS =
	'Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai.';

/**
 * Says what an HTTP answer other than a success means.
 *
 * @param body the parsed answer: a problem (RFC 9457), `{error}` of older routes, or anything else
 */
export function statusFailure(
	status: number,
	headers: IDataObject,
	body: unknown,
	attempted: Attempted,
): RequestFailure {
	const problem = readProblem(body);
	const retryAfter = textOf(headers['retry-after']);
	if (status >= 300 && status < 400) {
		const target = textOf(headers.location);
		return new RequestFailure(
			`${attempted.baseUrl} redirects${target ? ` to ${quoted(target)}` : ' elsewhere'} instead of answering`,
			WRONG_ADDRESS,
			status,
		);
	}
	if (status === 404 && problem === undefined) {
		return new RequestFailure(
			`There is no Sonzai API at ${attempted.baseUrl}`,
			WRONG_ADDRESS,
			status,
		);
	}
	const known = WHAT_TO_DO[status] ?? {
		happened: status >= 500 ? 'Sonzai had an internal error' : 'Sonzai refused the request',
		todo:
			status >= 500
				? 'Try again later. If it keeps happening, contact Sonzai with the time of this run.'
				: 'Check the fields of this node.',
	};
	const waiting = status === 429 && retryAfter ? waitingTime(retryAfter) : undefined;
	const isInDoubt = status >= 500 || status === 408;
	const doubt = isInDoubt ? attempted.mayHaveHappened : undefined;
	const what = [problem?.summary, problem?.details && `(${problem.details})`]
		.filter(Boolean)
		.join(' ');
	return new RequestFailure(
		inDoubt(`${known.happened} (HTTP ${status})${what && `: ${what}`}`, doubt),
		sentences(waiting, (doubt ?? known).todo),
		status,
		retryAfter,
		isInDoubt,
	);
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3). */
function waitingTime(retryAfter: string): string {
	return /^\d+$/.test(retryAfter)
		? `Sonzai asks to wait for ${quoted(retryAfter)} seconds.`
		: `Sonzai asks to wait until ${quoted(retryAfter)}.`;
}

const REPORT =
	'If it is right, please report this with the name of the operation and the time of this run.';

/**
 * A success whose body is not what the API's contract promises: a web page, broken JSON, an error,
 * another service.
 *
 * @param promised what was expected
 * @param differs a clause that says what came instead
 */
export function differingAnswer(
	status: number,
	promised: string,
	differs: string,
	attempted: Attempted,
): RequestFailure {
	const { baseUrl, mayHaveHappened } = attempted;
	return new RequestFailure(
		inDoubt(
			`${baseUrl} did not answer as Sonzai's API does (HTTP ${status}): expected ${promised}, but ${differs}`,
			mayHaveHappened,
		),
		sentences(mayHaveHappened?.todo, WRONG_ADDRESS, REPORT),
		status,
		undefined,
		true,
	);
}

/**
 * A success that says itself that nothing was done.
 *
 * @param denied a clause that says how
 */
export function deniedAnswer(status: number, denied: string, body: unknown): RequestFailure {
	const why = problemSummary(body);
	return new RequestFailure(
		`Sonzai answered that this was not done (HTTP ${status}): ${denied}${why === undefined ? '' : `, ${why}`}`,
		'Check the fields of this node and try again. If it goes on, ask Sonzai for help with the time of this run.',
		status,
	);
}

const CONNECTION_FAULTS: Record<string, { happened: string; todo: string }> = {
	ECONNREFUSED: { happened: 'refused the connection', todo: 'Check that the server is running.' },
	ENOTFOUND: { happened: 'is not a known host', todo: 'The name could not be looked up.' },
	EAI_AGAIN: {
		happened: 'could not be looked up',
		todo: 'The name server used by this n8n does not answer: check its network.',
	},
	ECONNRESET: { happened: 'closed the connection without an answer', todo: 'Try again.' },
	ECONNABORTED: { happened: 'did not answer in time', todo: 'Try again later.' },
	ETIMEDOUT: { happened: 'did not answer in time', todo: 'Try again later.' },
	ERR_BAD_RESPONSE: { happened: 'broke off in the middle of its answer', todo: 'Try again.' },
	EPROTO: {
		happened: 'does not speak HTTPS',
		todo: 'Its address may start with http:// instead of https://.',
	},
	EHOSTUNREACH: { happened: 'cannot be reached from this n8n', todo: 'Check its network.' },
	ENETUNREACH: { happened: 'cannot be reached from this n8n', todo: 'Check its network.' },
};

/**
 * Says what it means that no answer came.
 *
 * @param code the network's error code (Node.js: `ECONNREFUSED` and so on), if one is known
 */
export function connectionFailure(code: string | undefined, attempted: Attempted): RequestFailure {
	const fault = CONNECTION_FAULTS[code ?? ''] ?? {
		happened: 'could not be reached',
		todo: isUntrusted(code) ? 'Its TLS certificate is not trusted.' : '',
	};
	const isInDoubt = mayHaveArrived(code);
	const doubt = isInDoubt ? attempted.mayHaveHappened : undefined;
	return new RequestFailure(
		inDoubt(`Sonzai at ${attempted.baseUrl} ${fault.happened}`, doubt),
		doubt?.todo ?? sentences(fault.todo, WRONG_ADDRESS),
		undefined,
		undefined,
		isInDoubt,
	);
}

/** Doubt is part of the message: error items and AI agents get nothing else. */
function inDoubt(message: string, doubt: Doubt | undefined): string {
	return doubt === undefined ? message : `${message}. ${doubt.happened}`;
}

/** In characters. A whole sentence or two of Sonzai's, but not a web page. */
const LONGEST_SUMMARY = 500;
/** So many of the values that were refused are named. */
const MOST_DETAILS = 10;

/** What an answer says, cut. */
interface Problem {
	readonly summary?: string;
	readonly details?: string;
}

/** @returns whether an answer is an error of Sonzai's API, and not of another server at its address */
export function isProblem(body: unknown): boolean {
	return readProblem(body) !== undefined;
}

/** @returns what an error of Sonzai's API says, cut; undefined for anything else */
export function problemSummary(body: unknown): string | undefined {
	return readProblem(body)?.summary;
}

function readProblem(body: unknown): Problem | undefined {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
	const { title, detail, error, errors } = body as IDataObject;
	const summary = textOf(detail) ?? textOf(error) ?? textOf(title);
	const all: unknown[] = Array.isArray(errors) ? errors : [];
	const entries = all
		.slice(0, MOST_DETAILS)
		.map((entry) => {
			const { location, message } = (entry ?? {}) as IDataObject;
			return [location, message]
				.map(textOf)
				.filter((text) => text !== undefined)
				.map((text) => quoted(text))
				.join(': ');
		})
		.filter(Boolean);
	if (summary === undefined && entries.length === 0) return undefined;
	if (all.length > MOST_DETAILS) entries.push(`and ${all.length - MOST_DETAILS} more`);
	return {
		summary: summary && quoted(summary.replace(/\.$/, ''), LONGEST_SUMMARY),
		details: entries.length === 0 ? undefined : entries.join('; '),
	};
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function sentences(...parts: Array<string | undefined>): string {
	return parts
		.filter((part): part is string => !!part)
		.map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
		.join(' ');
}
