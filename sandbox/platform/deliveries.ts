import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent, request } from 'undici';
import type { Clock } from './clock';
import { sign } from './signature';
import type { Delivery, DeliveryAttempt, State, Webhook } from './state';

/** How much of a receiver's answer is kept, in characters. */
const KEPT_RESPONSE = 2_000;
/** How many attempts are kept; the oldest go first. */
const KEPT_ATTEMPTS = 10_000;

export interface DeliveryOptions {
	/** Pauses before the second, third, … attempt, in sandbox milliseconds. */
	retryDelaysMs: readonly number[];
	/** How long a receiver may take, in real milliseconds. */
	timeoutMs: number;
}

interface Dependencies {
	readonly state: State;
	readonly clock: Clock;
	log(line: string): void;
	changed(): void;
}

type Outcome = Pick<DeliveryAttempt, 'response_code' | 'response_body' | 'error_message'>;

/** Sends events to the registered webhooks: signed, at least once, every attempt on record. */
export class Deliveries {
	private http = newHttpAgent();
	private readonly underWay = new Set<Promise<unknown>>();

	constructor(
		private readonly platform: Dependencies,
		private readonly options: DeliveryOptions,
	) {}

	/**
	 * Sends an event to the URL that is registered for its type, if any.
	 *
	 * @param payload becomes the body as it is
	 * @returns the first attempt once it has ended; undefined when nobody is registered
	 */
	async emit(eventType: string, payload: unknown): Promise<DeliveryAttempt | undefined> {
		if (!this.webhook(eventType)) return undefined;
		const delivery: Delivery = {
			delivery_id: randomUUID(),
			event_type: eventType,
			body: JSON.stringify(payload),
			attempt_number: 1,
			due_at: this.platform.clock.now().toISOString(),
		};
		this.platform.state.deliveries.push(delivery);
		return await this.attempt(delivery);
	}

	/** Makes the delivery's next attempt happen when it is due. */
	arm(delivery: Delivery): void {
		this.platform.clock.set(`delivery ${delivery.delivery_id}`, Date.parse(delivery.due_at), () =>
			this.attempt(delivery),
		);
	}

	/** Resolves once no attempt is under way. Attempts that are still to come don't count. */
	async settled(): Promise<void> {
		while (this.underWay.size > 0) await Promise.all(this.underWay);
	}

	/** Cuts off the attempts under way; nothing of them is recorded. */
	async abandon(): Promise<void> {
		const abandoned = this.http;
		this.http = newHttpAgent();
		await abandoned.destroy();
		await this.settled();
	}

	private webhook(eventType: string): Webhook | undefined {
		return this.platform.state.webhooks.find(({ event_type }) => event_type === eventType);
	}

	private attempt(delivery: Delivery): Promise<DeliveryAttempt | undefined> {
		const attempt = this.send(delivery).finally(() => this.underWay.delete(attempt));
		this.underWay.add(attempt);
		return attempt;
	}

	private async send(delivery: Delivery): Promise<DeliveryAttempt | undefined> {
		const { clock } = this.platform;
		const webhook = this.webhook(delivery.event_type);
		if (!webhook) {
			this.platform.log(`delivery of ${delivery.event_type} given up: the webhook was deleted`);
			this.forget(delivery);
			return undefined;
		}
		const { http } = this;
		const startedAt = clock.now().toISOString();
		const started = performance.now();
		const outcome = await this.post(webhook, delivery.body);
		if (http !== this.http) return undefined;

		const delivered = outcome.response_code >= 200 && outcome.response_code < 300;
		const pause = this.options.retryDelaysMs[delivery.attempt_number - 1];
		const status = delivered ? 'success' : pause === undefined ? 'failed' : 'retrying';
		const attempt: DeliveryAttempt = {
			attempt_id: randomUUID(),
			project_id: this.platform.state.project_id,
			event_type: delivery.event_type,
			webhook_url: webhook.webhook_url,
			request_body: Buffer.from(delivery.body).toString('base64'),
			...outcome,
			duration_ms: Math.round(performance.now() - started),
			attempt_number: delivery.attempt_number,
			status,
			created_at: startedAt,
		};
		this.platform.state.attempts.push(attempt);
		this.platform.state.attempts.splice(0, this.platform.state.attempts.length - KEPT_ATTEMPTS);
		this.platform.log(describe(attempt, pause));

		if (status === 'retrying') {
			delivery.attempt_number += 1;
			delivery.due_at = new Date(clock.now().getTime() + pause!).toISOString();
			this.arm(delivery);
		} else {
			this.forget(delivery);
		}
		this.platform.changed();
		return attempt;
	}

	private async post(webhook: Webhook, body: string): Promise<Outcome> {
		// Receivers compare the signature's time with their own clock, so it is the machine's time,
		// however far the sandbox's clock has been moved.
		const timestamp = Math.floor(Date.now() / 1000);
		try {
			const response = await request(webhook.webhook_url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'user-agent': 'sonzai-sandbox',
					'sonzai-signature': sign(body, this.secrets(webhook), timestamp),
					...(webhook.auth_header && { authorization: webhook.auth_header }),
				},
				body,
				dispatcher: this.http,
				signal: AbortSignal.timeout(this.options.timeoutMs),
			});
			return {
				response_code: response.statusCode,
				response_body: await beginning(response.body),
			};
		} catch (error) {
			return { response_code: 0, error_message: this.reason(error as NodeJS.ErrnoException) };
		}
	}

	private reason({ name, message, code }: NodeJS.ErrnoException): string {
		if (name === 'TimeoutError') return `no answer within ${this.options.timeoutMs} ms`;
		return message || code || name;
	}

	private secrets({ signing_secret, previous_secret }: Webhook): string[] {
		const rotating =
			previous_secret &&
			Date.parse(previous_secret.valid_until) > this.platform.clock.now().getTime();
		return rotating ? [signing_secret, previous_secret.signing_secret] : [signing_secret];
	}

	private forget(delivery: Delivery): void {
		const { state } = this.platform;
		state.deliveries = state.deliveries.filter((other) => other !== delivery);
	}
}

/** One connection per request: a receiver that restarts must not meet a stale one. */
function newHttpAgent(): HttpAgent {
	return new HttpAgent({ pipelining: 0 });
}

async function beginning(body: AsyncIterable<Buffer>): Promise<string> {
	let text = '';
	for await (const chunk of body) {
		text += chunk.toString();
		if (text.length >= KEPT_RESPONSE) break;
	}
	return text.slice(0, KEPT_RESPONSE);
}

function describe(attempt: DeliveryAttempt, pause: number | undefined): string {
	const { origin, pathname } = new URL(attempt.webhook_url);
	const outcome = attempt.error_message ?? `${attempt.response_code}`;
	const next = {
		success: '',
		failed: ', given up',
		retrying: `, again in ${(pause ?? 0) / 1000} s`,
	}[attempt.status];
	return `delivery of ${attempt.event_type} to ${origin}${pathname}, attempt ${attempt.attempt_number}: ${outcome} (${attempt.duration_ms} ms)${next}`;
}
