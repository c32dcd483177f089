import { randomBytes } from 'node:crypto';
import type { Platform } from '../platform/platform';
import type { Webhook } from '../platform/state';
import { checkProject, type Call, type Operation, type Operations } from './operation';
import { orNull, paginate } from './pagination';
import { notFound, unacceptable } from '../http/problem';

interface UpsertBody {
	webhook_url: string;
	auth_header?: string;
}

const ATTEMPTS_PAGE = 50;

/** Tenant and project scope are one registry: an API key's tenant routes mean its project. */
export function webhookOperations(platform: Platform): Operations {
	const { list, upsert, remove, attempts, rotate } = registry(platform);
	const inProject =
		(operation: Operation): Operation =>
		(call) => {
			checkProject(platform, call);
			return operation(call);
		};
	return {
		listWebhooksForTenant: list,
		upsertWebhookForTenant: upsert,
		deleteWebhookForTenant: remove,
		listDeliveryAttemptsForTenant: attempts,
		rotateWebhookSigningSecretForTenant: rotate,
		listWebhooks: inProject(list),
		upsertWebhook: inProject(upsert),
		deleteWebhook: inProject(remove),
		listDeliveryAttempts: inProject(attempts),
		rotateWebhookSigningSecret: inProject(rotate),
	};
}

type Action = 'list' | 'upsert' | 'remove' | 'attempts' | 'rotate';

function registry(platform: Platform): Record<Action, Operation> {
	const find = ({ params }: Call): Webhook | undefined =>
		platform.state.webhooks.find(({ event_type }) => event_type === params.eventType);

	const mustFind = (call: Call): Webhook => {
		const webhook = find(call);
		if (!webhook) throw notFound(`webhook for ${JSON.stringify(call.params.eventType)}`);
		return webhook;
	};

	return {
		list() {
			const { project_id } = platform.state;
			return {
				webhooks: orNull(
					platform.state.webhooks.map((webhook) => ({
						project_id,
						event_type: webhook.event_type,
						webhook_url: webhook.webhook_url,
						...(webhook.auth_header && { auth_header: webhook.auth_header }),
						is_active: true,
						created_at: webhook.created_at,
						updated_at: webhook.updated_at,
					})),
				),
			};
		},

		upsert(call) {
			const { webhook_url, auth_header } = call.body as UpsertBody;
			checkUrl(webhook_url);
			const now = platform.timestamp();
			const known = find(call);
			if (known) {
				known.webhook_url = webhook_url;
				known.auth_header = auth_header;
				known.updated_at = now;
				return { success: true };
			}
			const webhook: Webhook = {
				event_type: call.params.eventType,
				webhook_url,
				auth_header,
				signing_secret: newSecret(),
				created_at: now,
				updated_at: now,
			};
			platform.state.webhooks.push(webhook);
			return { success: true, signing_secret: webhook.signing_secret };
		},

		remove(call) {
			const webhook = mustFind(call);
			platform.state.webhooks = platform.state.webhooks.filter((other) => other !== webhook);
			return undefined;
		},

		attempts(call) {
			const { event_type } = mustFind(call);
			const { page_size = ATTEMPTS_PAGE, cursor }: { page_size?: number; cursor?: string } =
				call.query;
			const newestFirst = platform.state.attempts
				.filter((attempt) => attempt.event_type === event_type)
				.reverse();
			const { items, ...page } = paginate(
				newestFirst,
				({ attempt_id }) => attempt_id,
				page_size,
				cursor,
			);
			return { attempts: items, ...page };
		},

		rotate(call) {
			const webhook = mustFind(call);
			const { clock, options } = platform;
			const validUntil = new Date(clock.now().getTime() + options.rotationGraceMs);
			webhook.previous_secret = {
				signing_secret: webhook.signing_secret,
				valid_until: validUntil.toISOString(),
			};
			webhook.signing_secret = newSecret();
			return { success: true, signing_secret: webhook.signing_secret };
		},
	};
}

function newSecret(): string {
	return `whsec_${randomBytes(32).toString('base64')}`;
}

function checkUrl(url: string): void {
	const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
	if (protocol !== 'http:' && protocol !== 'https:') {
		throw unacceptable('body.webhook_url', 'must be an http or https URL', url);
	}
}
