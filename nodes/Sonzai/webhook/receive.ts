import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { parsePayload, toItem } from '../events/payload';
import { sendCopy } from './copies';
import type { Delivery } from './delivery';
import { isWanted } from './filters';
import type { NodeKeys } from './identity';
import { identityOf, keysOf, sameText, textOf } from './identity';
import type { ProcessMemory } from './processMemory';
import { readRawBody } from './rawBody';
import { answerRefusal, answerTrouble, NOT_CHOSEN, refuse, Refusal } from './refusal';
import { renewSecret } from './renewal';
import { readRules, readSubscribed } from './settings';
import { isFresh, readSignature, SIGNATURE_HEADER, verify } from './signature';
import { readState } from './state';
import { eventOf } from './registeredUrl';

/** The method that n8n calls for each request on the trigger's URL. */
export function receiver(memory: ProcessMemory) {
	return async function (this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, memory);
	};
}

/**
 * Handles a request on the trigger's URL: only an authentic, fresh and wanted event starts the
 * workflow. Whatever happens, it is answered here: an exception that leaves `webhook()` makes n8n
 * start an execution.
 */
async function receive(
	context: IWebhookFunctions,
	memory: ProcessMemory,
): Promise<IWebhookResponseData> {
	const identity = identityOf(context);
	const node = textOf(identity);
	let keys: Promise<NodeKeys> | undefined;
	try {
		const item = await judge({
			context,
			memory,
			node,
			isTest: context.getMode() === 'manual',
			keys: async () => await (keys ??= keysOf(context, identity)),
		});
		memory.troubles.delete(node);
		// An event that is not wanted is accepted, too: it is not to come again.
		return item === undefined ? { webhookResponse: 'ok' } : { workflowData: [[{ json: item }]] };
	} catch (error) {
		if (error instanceof Refusal) return answerRefusal(context, error);
		return answerTrouble(context, memory, node, error as Error);
	}
}

/**
 * The way of a delivery, as docs/trigger.md lists it.
 *
 * @returns the item to start the workflow with; undefined for an event that does not start it
 * @throws Refusal for what is foreseen; whatever else is thrown means that the event can't be judged now
 */
async function judge(delivery: Delivery): Promise<IDataObject | undefined> {
	const { context, memory, node, isTest, keys } = delivery;
	const request = context.getRequestObject();

	const signature =
		readSignature(request.headers[SIGNATURE_HEADER]) ??
		refuse(401, 'the request has no readable signature');
	const event = eventOf(request.query) ?? refuse(404, 'the URL names no event');
	const rawBody = await readRawBody(request);

	const verification = verify(signature, rawBody, await secretsFor(delivery, event));
	if (!verification.ok) {
		if (await isFromOwnRegistration(delivery)) await renewSecret(delivery, event);
		refuse(401, UNVERIFIED[verification.reason]);
	}

	// From here on it is Sonzai's. Before, nothing is read that an expression could make fail.
	const rules = readRules(context);
	if (!isFresh(verification.signedAt, rules.toleranceSeconds, new Date())) refuse(401, STALE);
	if (!readSubscribed(context).events.includes(event)) refuse(404, NOT_CHOSEN);
	if (!isTest) void sendCopy(context, rawBody, keys);

	const { payload } = parsePayload(rawBody) ?? refuse(422, 'the body is not JSON');
	if (!isWanted(payload, rules)) return skipped(context, event, 'another agent or user');
	if (rules.ignoreDuplicates && !isTest) {
		const occurrence = await memory.latestEvents.claim(node, event, rawBody, isAccepted(context));
		if (occurrence === 'undecided') refuse(503, 'the same event is still being accepted');
		if (occurrence === 'repeated') return skipped(context, event, 'a duplicate');
	}
	return toItem(event, payload);
}

const STALE =
	'the request was signed too long ago, or in the future: check the clock of this machine';
const UNVERIFIED = {
	secretless: 'this workflow holds no signing secret for the event, publish it again',
	mismatch: 'the signature does not match the body and the signing secret',
} as const;

/** What the event may be signed with. A test gets copies, too, which this node signs itself. */
async function secretsFor({ context, memory, node, isTest, keys }: Delivery, event: string) {
	const newest = memory.secrets.newest(node, readState(context).secrets);
	const held = [...newest.values()].filter((known) => known.event === event);
	const secrets = held.map(({ secret }) => secret);
	return isTest ? [...secrets, (await keys()).copySecret] : secrets;
}

/** Whether the request carries the `Authorization` that this node registered: nobody else can know it. */
async function isFromOwnRegistration({ context, isTest, keys }: Delivery): Promise<boolean> {
	const { authorization } = context.getRequestObject().headers;
	if (isTest || authorization === undefined) return false;
	return sameText(authorization, (await keys()).authorization);
}

/** Resolves when the request has been answered, or was given up, to whether it was accepted. */
async function isAccepted(context: IWebhookFunctions): Promise<boolean> {
	const response = context.getResponseObject();
	return await new Promise((resolve) => {
		response.once('finish', () => resolve(response.statusCode < 300));
		response.once('close', () => resolve(false));
	});
}

function skipped(context: IWebhookFunctions, event: string, reason: string): undefined {
	context.logger.debug(`Sonzai Trigger skipped "${event}": ${reason}`);
	return undefined;
}
