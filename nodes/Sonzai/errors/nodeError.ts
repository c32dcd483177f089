import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { InvalidInput } from './invalidInput';
import { RequestFailure } from './requestFailure';

/** A failure in the form in which n8n shows it. */
export type NodeError = NodeApiError | NodeOperationError;

/** Where a failure will be read. */
export interface Place {
	/** The input item that it happened to. */
	readonly itemIndex?: number;
	/** Whether n8n shows the message alone there, as it does when publishing: the way out then goes into it. */
	readonly messageOnly?: boolean;
}

/** The one translation of whatever was thrown into n8n's errors. */
export function toNodeError(
	node: INode,
	error: unknown,
	{ itemIndex, messageOnly = false }: Place = {},
): NodeError {
	if (error instanceof RequestFailure) {
		return new NodeApiError(node, response(error), {
			...texts(error, messageOnly),
			httpCode: error.status?.toString(),
			itemIndex,
		});
	}
	if (error instanceof InvalidInput) {
		const { message, description } = texts(error, messageOnly);
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	// n8n's own errors (no credential, a cancelled execution) say best what happened.
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	return new NodeOperationError(node, error as Error, { itemIndex });
}

/** n8n's poll back-off reads the status and `Retry-After` from here. */
function response({ status, retryAfter }: RequestFailure): JsonObject {
	if (status === undefined) return {};
	const headers: JsonObject = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
	return { statusCode: status, headers };
}

function texts({ message, description }: InvalidInput | RequestFailure, messageOnly: boolean) {
	if (!messageOnly || description === '') return { message, description };
	return { message: `${message}. ${description}`, description: '' };
}
