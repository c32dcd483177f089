import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { RequestFailure, toNodeApiError } from '../api/failure';
import { InvalidInput } from '../parameters/invalidInput';

/** Why a queue could not be listed, or a message not be consumed: mostly a RequestFailure. */
export type QueueFailure = Error;

/** Whether Sonzai limits the rate: that concerns all requests of the API key. */
export function isRateLimit(failure: QueueFailure): boolean {
	return failure instanceof RequestFailure && failure.status === 429;
}

/** The failure that stands for all: a rate limit, which n8n's back-off has to respect, or the first. */
export function gravest(failures: Iterable<QueueFailure>): QueueFailure {
	const all = [...failures];
	return all.find(isRateLimit) ?? (all[0] as QueueFailure);
}

/**
 * n8n's form of what ends a poll. When it ends a publishing n8n shows the message alone, so the way
 * out is in it, too.
 */
export function toPollError(node: INode, error: unknown): NodeApiError | NodeOperationError {
	if (error instanceof RequestFailure) {
		const { message, description, status, retryAfter } = error;
		return toNodeApiError(
			node,
			new RequestFailure(`${message}. ${description}`, '', status, retryAfter),
		);
	}
	if (error instanceof InvalidInput) {
		return new NodeOperationError(node, `${error.message}. ${error.description}`);
	}
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	return new NodeOperationError(node, error as Error);
}
