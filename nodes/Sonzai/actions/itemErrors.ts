import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { RequestFailure, toNodeApiError } from '../api/failure';
import { InvalidInput } from '../parameters/invalidInput';

/** A failure in the form in which n8n shows it. */
export type NodeFailure = NodeApiError | NodeOperationError;

/** @returns n8n's form of whatever was thrown while working on the item */
export function toNodeFailure(
	context: IExecuteFunctions,
	error: unknown,
	itemIndex: number,
): NodeFailure {
	const node = context.getNode();
	if (error instanceof RequestFailure) return toNodeApiError(node, error, itemIndex);
	if (error instanceof InvalidInput) {
		const { message, description } = error;
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	// n8n's own errors (no credential, a cancelled execution) say best what happened.
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	return new NodeOperationError(node, error as Error, { itemIndex });
}

/** @returns the failure where the user chose to continue; otherwise, and after Stop, it ends the node */
export function continued(
	context: IExecuteFunctions,
	error: unknown,
	itemIndex: number,
): NodeFailure {
	if (context.getExecutionCancelSignal()?.aborted) {
		throw new NodeOperationError(context.getNode(), 'The execution was stopped', {
			description: 'What Sonzai had received by then has happened. Nothing more was sent.',
		});
	}
	const failure = toNodeFailure(context, error, itemIndex);
	if (context.continueOnFail()) return failure;
	throw failure;
}

/** What stands in the output in place of an item that failed; n8n keeps nothing else of it in the data. */
export function errorItem(error: NodeFailure, itemIndex: number): INodeExecutionData {
	return { json: { error: error.message }, error, pairedItem: { item: itemIndex } };
}
