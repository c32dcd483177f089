import type { IHttpRequestOptions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { SonzaiClient } from '../api/client';
import { withinTime } from '../api/timeLimit';
import type { Delivery } from './delivery';
import { read } from './delivery';
import { sameText } from './identity';
import { keysOf } from './lifecycle';
import type { Memory } from './memory';
import { memoryOf } from './memory';
import { registrationKey, Registrations } from './registrations';
import type { Settings } from './settings';
import { readSettings } from './settings';
import { disbelieve, sign } from './signature';
import { copyTargetOf, eventOf, isMarked } from './target';

const SIGNATURE_HEADER = 'sonzai-signature';
const COPY_TIMEOUT_MS = 10_000;
const RENEWAL_PAUSE_MS = 60_000;
/** The platform waits for the answer to its delivery meanwhile, and comes again. */
const RENEWAL_PATIENCE = { timeoutMs: 5_000, totalMs: 5_000, attempts: 1 };

/** When secrets were renewed by this process: static data is not shared by simultaneous requests. */
const renewals = new Map<string, number>();

/** Handles a request on the trigger's URL: only an authentic, fresh and wanted event starts the workflow. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = readSettings(context);
	const request = context.getRequestObject();
	const event = eventOf(request.query);
	if (event === undefined || !settings.events.includes(event)) {
		return refuse(context, 404, 'this workflow does not listen to the event');
	}

	await request.readRawBody();
	const delivery: Delivery = { event, rawBody: request.rawBody };
	const memory = memoryOf(context.getWorkflowStaticData('node'));
	const disbelief = disbelieve(
		request.headers[SIGNATURE_HEADER],
		delivery.rawBody,
		await secretsFor(context, settings, memory, event),
		settings.toleranceSeconds,
		new Date(),
	);
	const isUnknownSecret = disbelief === 'mismatch' || disbelief === 'secretless';
	if (isUnknownSecret && (await isFromOwnRegistration(context))) {
		const isRenewed = await renewSecret(context, settings, memory, event);
		return refuse(
			context,
			503,
			isRenewed
				? 'the signing secret was renewed, the next attempt will fit'
				: 'the signing secret does not fit, and could not be renewed yet',
		);
	}
	if (disbelief !== undefined) return refuse(context, 401, REASONS[disbelief]);

	if (!isTest(context) && isMarked(request.query)) void sendCopy(context, delivery);

	const body = parsed(delivery.rawBody);
	if (body === undefined) return refuse(context, 422, 'the body is not JSON');
	const outcome = read(delivery, body.payload, settings, memory.seen);
	if ('item' in outcome) return { workflowData: [[{ json: outcome.item }]] };
	context.logger.debug(`Sonzai Trigger skipped "${event}": ${outcome.skipped}`);
	return { webhookResponse: 'ok' };
}

const REASONS = {
	unsigned: 'the request carries no readable signature',
	secretless: 'this workflow holds no signing secret for the event, publish it again',
	mismatch: 'the signature does not fit the body and the signing secret',
	stale: 'the request was signed too long ago, or in the future: check the clock of this machine',
} as const;

function refuse(context: IWebhookFunctions, status: number, reason: string): IWebhookResponseData {
	context.logger.warn(`Sonzai Trigger refused a request (HTTP ${status}): ${reason}`, {
		workflowId: context.getWorkflow().id,
		node: context.getNode().name,
	});
	context.getResponseObject().status(status).json({ message: reason });
	return { noWebhookResponse: true };
}

function isTest(context: IWebhookFunctions): boolean {
	return context.getMode() === 'manual';
}

async function secretsFor(
	context: IWebhookFunctions,
	settings: Settings,
	memory: Memory,
	event: string,
): Promise<string[]> {
	const held = memory.secrets[registrationKey(event, settings.projectId)];
	const secrets = held === undefined ? [] : [held];
	return isTest(context) ? [...secrets, (await keysOf(context)).copySecret] : secrets;
}

/** Whether the request carries the `Authorization` that this node registered: nobody else can know it. */
async function isFromOwnRegistration(context: IWebhookFunctions): Promise<boolean> {
	const { authorization } = context.getRequestObject().headers;
	if (isTest(context) || authorization === undefined) return false;
	return sameText(authorization, (await keysOf(context)).authorization);
}

/**
 * Learns a secret anew that was rotated elsewhere or lost; the platform tells it only when it makes
 * a new one. Not so soon after the last time: a secret that still does not fit has another reason.
 *
 * @returns whether there is a new one
 */
async function renewSecret(
	context: IWebhookFunctions,
	{ projectId }: Settings,
	memory: Memory,
	event: string,
): Promise<boolean> {
	const key = registrationKey(event, projectId);
	const renewal = JSON.stringify([context.getWorkflow().id, context.getNode().id, key]);
	const now = Date.now();
	const last = Math.max(renewals.get(renewal) ?? 0, memory.renewedAt[key] ?? 0);
	if (now - last < RENEWAL_PAUSE_MS) return false;
	renewals.set(renewal, now);
	memory.renewedAt[key] = now;
	try {
		const client = await SonzaiClient.open(context, undefined, RENEWAL_PATIENCE);
		const registrations = new Registrations(client, projectId);
		memory.secrets[key] = await registrations.rotateSecret(event);
		return true;
	} catch (error) {
		// The delivery stays refused; the platform's next attempt leads here again.
		context.logger.error(
			`Sonzai Trigger could not renew the signing secret of "${event}": ${(error as Error).message}`,
		);
		return false;
	}
}

/** Sends a verified delivery to a test that listens. A test that has gone costs a failed request, never the delivery. */
async function sendCopy(context: IWebhookFunctions, { rawBody }: Delivery): Promise<void> {
	try {
		const { copySecret } = await keysOf(context);
		const testUrl = copyTargetOf(context.getRequestObject().query, copySecret);
		if (testUrl === undefined) return;
		const copy: IHttpRequestOptions = {
			method: 'POST',
			url: testUrl,
			headers: {
				'Content-Type': 'application/json',
				[SIGNATURE_HEADER]: sign(rawBody, copySecret, new Date()),
			},
			body: rawBody,
			disableFollowRedirect: true,
		};
		await withinTime(
			COPY_TIMEOUT_MS,
			undefined,
			async (abortSignal): Promise<unknown> =>
				await context.helpers.httpRequest({ ...copy, abortSignal }),
		);
	} catch (error) {
		context.logger.debug(`Sonzai Trigger could not reach the test: ${(error as Error).message}`);
	}
}

/** @returns the parsed body in a box, because null is JSON too; undefined when it is not JSON */
function parsed(rawBody: Buffer): { readonly payload: unknown } | undefined {
	try {
		return { payload: JSON.parse(rawBody.toString('utf8')) as unknown };
	} catch {
		return undefined;
	}
}
