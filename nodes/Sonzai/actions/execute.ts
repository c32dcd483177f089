import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { ApiRequest } from '../api/client';
import { SonzaiClient } from '../api/client';
import { mapConcurrent } from '../api/concurrency';
import { RequestFailure, toNodeApiError } from '../api/failure';
import { concurrency } from '../parameters/concurrency';
import { InvalidInput } from '../parameters/invalidInput';
import { ItemParameters } from '../parameters/itemParameters';
import { wholeNumber } from '../parameters/values';
import type { FollowUp, Operation } from './operation';
import { optionsField } from './operation';

/** What is to be done for one item, read before anything is sent. */
interface Call {
	readonly parameters: ItemParameters;
	readonly request: ApiRequest;
	readonly followUp?: FollowUp;
}

/**
 * Runs an operation for all input items, several at a time, and returns the outputs in the order of
 * the items. All items are read before anything is sent, so that bad input stops the node with
 * nothing done. An item that fails becomes an error item where the user chose to continue.
 */
export async function execute(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const now = new Date();
	const calls = await Promise.all(
		items.map(async (_item, itemIndex) => {
			const parameters = new ItemParameters(context, itemIndex, now);
			return await attempt(context, itemIndex, () => prepare(operation, parameters));
		}),
	);
	const { client, limit } = await open(context, now);

	const outputs = await mapConcurrent(calls, limit, async (call, itemIndex) => {
		const result =
			call instanceof Error
				? call
				: await attempt(context, itemIndex, async () => await run(client, operation, call, limit));
		if (result instanceof Error) return [errorItem(result, itemIndex)];
		return result.map((json) => ({ json, pairedItem: { item: itemIndex } }));
	});
	return outputs.flat();
}

function prepare(operation: Operation, parameters: ItemParameters): Call {
	const { followUp } = operation;
	return {
		parameters,
		request: operation.request(parameters),
		followUp: followUp?.wanted(parameters) ? followUp : undefined,
	};
}

async function run(
	client: SonzaiClient,
	operation: Operation,
	{ parameters, request, followUp }: Call,
	limit: number,
): Promise<IDataObject[]> {
	const answer = await client.send(request);
	const outputs = operation.items?.(answer, parameters) ?? [answer as IDataObject];
	if (followUp === undefined) return outputs;
	return await mapConcurrent(
		outputs,
		limit,
		async (output) => await follow(client, followUp, output),
	);
}

async function follow(
	client: SonzaiClient,
	followUp: FollowUp,
	output: IDataObject,
): Promise<IDataObject> {
	try {
		await client.send(followUp.request(output));
		return followUp.done(output);
	} catch (error) {
		return followUp.failed(output, error as Error);
	}
}

async function open(
	context: IExecuteFunctions,
	now: Date,
): Promise<{ readonly client: SonzaiClient; readonly limit: number }> {
	try {
		return {
			client: await SonzaiClient.open(context, context.getExecutionCancelSignal()),
			limit: concurrencyOf(new ItemParameters(context, 0, now)),
		};
	} catch (error) {
		throw toNodeError(context, error, 0);
	}
}

function concurrencyOf(parameters: ItemParameters): number {
	const { [concurrency.name]: value } = parameters.value(optionsField()) as IDataObject;
	return wholeNumber(value ?? concurrency.default, concurrency.displayName, { min: 1, max: 100 });
}

type NodeFailure = NodeApiError | NodeOperationError;

/** @returns the failure of the item where the user chose to continue; otherwise it stops the node */
async function attempt<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	task: () => T | Promise<T>,
): Promise<T | NodeFailure> {
	try {
		return await task();
	} catch (error) {
		const failure = toNodeError(context, error, itemIndex);
		if (context.continueOnFail()) return failure;
		throw failure;
	}
}

function toNodeError(context: IExecuteFunctions, error: unknown, itemIndex: number): NodeFailure {
	const node = context.getNode();
	if (error instanceof RequestFailure) return toNodeApiError(node, error, itemIndex);
	if (error instanceof InvalidInput) {
		const { message, description } = error;
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	// n8n's own errors (an expression that fails, a cancelled execution) say best what happened.
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	return new NodeOperationError(node, error as Error, { itemIndex });
}

function errorItem(error: NodeFailure, itemIndex: number): INodeExecutionData {
	return {
		json: { error: error.message, ...(error.description ? { details: error.description } : {}) },
		error,
		pairedItem: { item: itemIndex },
	};
}
