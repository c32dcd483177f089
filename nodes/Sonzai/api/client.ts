import type {
	IAdditionalCredentialOptions,
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { normalizeBaseUrl } from './baseUrl';
import { redacted } from '../errors/redact';
import type { RequestFailure } from '../errors/requestFailure';
import { MONOTONIC_CLOCK } from './clock';
import type { Attempted } from './failure';
import {
	connectionFailure,
	deniedAnswer,
	differingAnswer,
	isProblem,
	statusFailure,
} from './failure';
import { RateLimit } from './rateLimit';
import type { ApiRequest } from './request';
import type { Fault } from './retry';
import { closedUntil, retryDelay } from './retry';
import { SignalFork } from './signalFork';
import { TimeLimitReached, withinTime } from './timeLimit';

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
	 * @param repeated whether it may have been carried out already, its answer lost
	 * @returns what the request's answer holds; undefined where a 404 is fine
	 * @throws RequestFailure when it did not succeed, or its answer is not as promised
	 */
	async send<T>(request: ApiRequest<T>, repeated = false): Promise<T> {
		const { signal, release } = this.stop.branch();
		try {
			return await this.sendUntil(signal, request, repeated);
		} finally {
			release();
		}
	}

	private async sendUntil<T>(
		signal: AbortSignal,
		request: ApiRequest<T>,
		repeated: boolean,
	): Promise<T> {
		const attempted: Attempted = { ...request, baseUrl: this.baseUrl };
		const repeatable = request.mayHaveHappened === undefined;
		const seniority = this.begun++;
		const { timeoutMs, totalMs, attempts } = this.patience;
		let waited = 0;
		let isRepeated = repeated;
		let left = totalMs;
		for (let attempt = 1; ; attempt++) {
			await this.rateLimit.enter(seniority);
			const begun = MONOTONIC_CLOCK.now();
			const limitMs = Math.min(timeoutMs, left);
			const send = this.attempt(request, attempted, isRepeated, limitMs, signal);
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
			isRepeated ||= outcome.failure.isInDoubt;
			if (!isLimited) await sleep(delay, signal);
		}
	}

	private async attempt<T>(
		request: ApiRequest<T>,
		attempted: Attempted,
		repeated: boolean,
		limitMs: number,
		signal: AbortSignal,
	): Promise<Outcome<T>> {
		signal.throwIfAborted();
		if (this.closed && Date.now() < this.closed.until) return this.closed.outcome;
		const options: IHttpRequestOptions = {
			method: request.method,
			url: `${this.baseUrl}/api/v1${request.path}`,
			qs: request.query,
			...jsonBody(request.body),
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
		const { absentIsFine, answer } = request;
		const secrets = [this.apiKey, request.secret ?? ''];
		if (
			status === 404 &&
			(absentIsFine === true || (absentIsFine && repeated)) &&
			isProblem(body)
		) {
			// Who declares that nothing has to be there reads nothing.
			return { answer: undefined as T };
		}
		if (status < 200 || status >= 300) {
			const failure = statusFailure(
				status,
				redacted(headers, secrets),
				redacted(body, secrets),
				attempted,
			);
			const outcome = { fault: { status, retryAfter: failure.retryAfter }, failure };
			const until = closedUntil(outcome.fault, new Date());
			if (until !== undefined) this.closed = { until, outcome };
			return outcome;
		}
		const reading = answer.read({ status, body, repeated });
		if ('answer' in reading) return reading;
		// Read again for the words of it: they quote the answer.
		const told = redacted(body, secrets);
		const words = answer.read({ status, body: told, repeated });
		const failure =
			'denied' in words
				? deniedAnswer(status, words.denied, told)
				: differingAnswer(
						status,
						answer.promised,
						'differs' in words ? words.differs : '',
						attempted,
					);
		return { fault: { status }, failure };
	}
}

interface Refused {
	readonly fault: Fault;
	readonly failure: RequestFailure;
}

type Outcome<T> = { readonly answer: T } | Refused;

/** Written here: the helper copies an object and drops what is named `constructor`, `prototype` or `__proto__`. */
function jsonBody(body: ApiRequest['body']): Pick<IHttpRequestOptions, 'body' | 'headers'> {
	if (body === undefined) return {};
	return { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
}

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
