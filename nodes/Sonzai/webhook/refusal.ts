import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { ProcessMemory } from './processMemory';

/** Ends the way of a request: what it is answered, and the reason for the log. */
export class Refusal extends Error {
	/**
	 * @param status HTTP status, 400 or above; Sonzai delivers again whichever it is
	 * @param message the reason, without anything secret
	 */
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

export const NOT_CHOSEN = 'this workflow does not listen to the event';

/** @throws Refusal, always */
export function refuse(status: number, reason: string): never {
	throw new Refusal(status, reason);
}

/** Answers a request that is refused, and logs the reason. */
export function answerRefusal(
	context: IWebhookFunctions,
	{ status, message }: Refusal,
): IWebhookResponseData {
	context.logger.warn(`Sonzai Trigger refused a request (HTTP ${status}): ${message}`, {
		workflowId: context.getWorkflow().id,
		node: context.getNode().name,
	});
	return answered(context, status, message);
}

/**
 * Answers a request that could not be judged, so that Sonzai delivers the event again. The reason is
 * logged once: it will be the same until somebody does something about it.
 *
 * @param node the node's identity
 */
export function answerTrouble(
	context: IWebhookFunctions,
	{ troubles }: ProcessMemory,
	node: string,
	{ message }: Error,
): IWebhookResponseData {
	const level = troubles.get(node) === message ? 'debug' : 'error';
	troubles.set(node, message);
	context.logger[level](
		`Sonzai Trigger cannot judge what it receives, and asks for it again (HTTP 503): ${message}`,
		{ workflowId: context.getWorkflow().id, node: context.getNode().name },
	);
	return answered(context, 503, 'this workflow cannot judge the event now, deliver it again later');
}

function answered(
	context: IWebhookFunctions,
	status: number,
	message: string,
): IWebhookResponseData {
	const response = context.getResponseObject();
	if (!response.headersSent) response.status(status).json({ message });
	return { noWebhookResponse: true };
}
