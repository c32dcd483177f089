import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { NodeError } from '../errors/nodeError';
import { toNodeError } from '../errors/nodeError';

/** @returns the failure where the user chose to continue; otherwise, and after Stop, it ends the node */
export function continued(
	context: IExecuteFunctions,
	error: unknown,
	itemIndex: number,
): NodeError {
	if (context.getExecutionCancelSignal()?.aborted) {
		throw new NodeOperationError(context.getNode(), 'The execution was stopped', {
			description: 'Requests that Sonzai had received by then took effect. Nothing more was sent.',
		});
	}
	const failure = toNodeError(context.getNode(), error, { itemIndex });
	if (context.continueOnFail()) return failure;
	throw failure;
}

/** What stands in the output in place of an item that failed; n8n keeps nothing else of it in the data. */
export function errorItem(error: NodeError, itemIndex: number): INodeExecutionData {
	return { json: { error: error.message }, error, pairedItem: { item: itemIndex } };
}
