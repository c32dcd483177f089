import type {
	IAdditionalCredentialOptions,
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { normalizeBaseUrl } from './baseUrl';
import type { RequestFailure } from '../errors/requestFailure';
import type { Attempted, Doubt } from './failure';
import { connectionFailure, isProblem, statusFailure, unreadableAnswer } from './failure';
import { MONOTONIC_CLOCK } from './clock';
import { RateLimit } from './rateLimit';
import type { Fault } from './retry';
import { closedUntil, retryDelay } from './retry';
import { SignalFork } from './signalFork';
import { TimeLimitReached, withinTime } from './timeLimit';

/** One call of the API, as data. */
export interface ApiRequest {
	readonly method: IHttpRequestMethods;
	/** Below `/api/v1`, already percent-encoded (see `path`). */
	readonly path: string;
	readonly query?: IDataObject;
	readonly body?: IDataObject;
	/** What the body holds that no error may repeat, as an answer may. */
	readonly secret?: string;
	/** Whether Sonzai's 404 is a success, as for a removal of what is gone already. */
	readonly absentIsFine?: boolean;
	/**
	 * Set for a request that creates something anew each time it is carried out: it is never sent
	 * again when it may have arrived. The sentence tells the user what may exist, and where to look.
	 */
	readonly mayHaveHappened?: Doubt;
}

/** The contexts in which n8n runs our nodes. */
export type ApiContext =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

/** How much time a request may take. */
export interface Patience {
	/** From sending it to the last byte of its answer, in milliseconds. */
	readonly timeoutMs: number;
	/** All its attempts together, in milliseconds; the pauses between them do not count. */
	readonly totalMs: number;
	/** How many times it is sent at most, where sending again is safe and promising. */
	readonly attempts: number;
}

const CREDENTIAL = 'sonzaiApi';
/** The number of attempts is up to the retry policy. */
const USUAL_PATIENCE: Patience = { timeoutMs: 20_000, totalMs: 40_000, attempts: Infinity };

/** Sends requests to Sonzai with the node's credential; one per execution, so that a rate limit holds for all items together. */
export class SonzaiClient {
	readonly baseUrl: string;
	private readonly apiKey: string;
	/** Left to itself, the helper reads the credential from n8n's database and decrypts it for each request. */
	private readonly authentication: IAdditionalCredentialOptions;
	private readonly rateLimit: RateLimit;
	private readonly stop: SignalFork;
	/** How many requests have begun, for their seniority. */
	private begun = 0;
	/** A rate limit that lasts for too long: what it would refuse is not sent. */
	private closed?: { readonly until: number; readonly outcome: Refused };

	private constructor(
		private readonly context: ApiContext,
		credential: ICredentialDataDecryptedObject,
		signal: AbortSignal | undefined,
		private readonly patience: Patience,
	) {
		this.baseUrl = normalizeBaseUrl(credential.baseUrl as string | undefined);
		this.apiKey = (credential.apiKey as string | undefined)?.trim() ?? '';
		// The helper uses nothing but the data.
		this.authentication = {
			credentialsDecrypted: { id: '', name: '', type: CREDENTIAL, data: credential },
		};
		this.rateLimit = new RateLimit(signal);
		this.stop = new SignalFork(signal);
	}

	/**
	 * @param signal ends waiting and sending: `send` then throws its reason
	 * @param patience less than usual where somebody else tries again, as n8n does with a poll
	 * @throws InvalidInput when the credential's Base URL is not a web address
	 */
	static async open(
		context: ApiContext,
		signal?: AbortSignal,
		patience: Patience = USUAL_PATIENCE,
	): Promise<SonzaiClient> {
		return new SonzaiClient(context, await context.getCredentials(CREDENTIAL), signal, patience);
	}

	/**
	 * Sends a request, again where that is safe and promising.
	 *
	 * @returns the parsed JSON body; undefined for 204
	 * @throws RequestFailure when it did not succeed
	 */
	async send(request: ApiRequest): Promise<unknown> {
		const { signal, release } = this.stop.branch();
		try {
			return await this.sendUntil(signal, request);
		} finally {
			release();
		}
	}

	private async sendUntil(signal: AbortSignal, request: ApiRequest): Promise<unknown> {
		const attempted: Attempted = { ...request, baseUrl: this.baseUrl };
		const repeatable = request.mayHaveHappened === undefined;
		const seniority = this.begun++;
		const { timeoutMs, totalMs, attempts } = this.patience;
		let waited = 0;
		let left = totalMs;
		for (let attempt = 1; ; attempt++) {
			await this.rateLimit.enter(seniority);
			const begun = MONOTONIC_CLOCK.now();
			const send = this.attempt(request, attempted, Math.min(timeoutMs, left), signal);
			const outcome = await send.catch((error: unknown) => {
				// Whoever waits for a place would wait for ever.
				this.rateLimit.failed();
				throw error;
			});
			left -= MONOTONIC_CLOCK.now() - begun;
			if ('answer' in outcome) {
				this.rateLimit.succeeded();
				return outcome.answer;
			}
			const delay =
				// With less than half of its usual time an attempt is not promising.
				attempt >= attempts || left < timeoutMs / 2
					? undefined
					: retryDelay(outcome.fault, repeatable, { attempt, waited }, new Date(), Math.random());
			const isLimited = outcome.fault.status === 429;
			if (isLimited) this.rateLimit.limited(delay ?? 0);
			else this.rateLimit.failed();
			if (delay === undefined || signal.aborted) throw outcome.failure;
			waited += delay;
			if (!isLimited) await sleep(delay, signal);
		}
	}

	private async attempt(
		request: ApiRequest,
		attempted: Attempted,
		limitMs: number,
		signal: AbortSignal,
	): Promise<Outcome> {
		signal.throwIfAborted();
		if (this.closed && Date.now() < this.closed.until) return this.closed.outcome;
		const options: IHttpRequestOptions = {
			method: request.method,
			url: `${this.baseUrl}/api/v1${request.path}`,
			qs: request.query,
			body: request.body,
			json: true,
			// A redirected POST would arrive as a GET.
			disableFollowRedirect: true,
			// Judged here: the helper's own error would keep the body from us.
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
		};
		let response: IN8nHttpFullResponse;
		try {
			response = await withinTime(
				limitMs,
				signal,
				async (abortSignal) =>
					(await this.context.helpers.httpRequestWithAuthentication.call(
						stoppedBy(this.context, abortSignal),
						CREDENTIAL,
						{ ...options, abortSignal },
						this.authentication,
					)) as IN8nHttpFullResponse,
			);
		} catch (error) {
			signal.throwIfAborted();
			const code = error instanceof TimeLimitReached ? 'ETIMEDOUT' : networkCode(error);
			return { fault: { code }, failure: connectionFailure(code, attempted) };
		}
		const { statusCode: status, headers, body } = response;
		if (status === 404 && request.absentIsFine && isProblem(body)) return { answer: undefined };
		if (status < 200 || status >= 300) {
			const failure = statusFailure(status, headers, body, attempted)
				.without(this.apiKey)
				.without(request.secret ?? '');
			const outcome = { fault: { status, retryAfter: failure.retryAfter }, failure };
			const until = closedUntil(outcome.fault, new Date());
			if (until !== undefined) this.closed = { until, outcome };
			return outcome;
		}
		if (status === 204) return { answer: undefined };
		if (typeof body === 'object' && body !== null) return { answer: body };
		return { fault: { status }, failure: unreadableAnswer(status, attempted) };
	}
}

interface Refused {
	readonly fault: Fault;
	readonly failure: RequestFailure;
}

type Outcome = { readonly answer: unknown } | Refused;

/**
 * In an execution n8n's helper takes the signal from the context, whatever the request says: the
 * execution's own, which knows no time limit.
 */
function stoppedBy(context: ApiContext, signal: AbortSignal): ApiContext {
	if (!('getExecutionCancelSignal' in context)) return context;
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	}) as ApiContext;
}

/** The helper wraps the transport's error; the code that tells what happened is on its cause. */
function networkCode(error: unknown): string | undefined {
	const { cause, code } = error as { cause?: { code?: unknown }; code?: unknown };
	const found = cause?.code ?? code;
	return typeof found === 'string' ? found : undefined;
}
