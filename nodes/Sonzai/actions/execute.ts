import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { SonzaiClient } from '../api/client';
import { mapConcurrent } from '../api/concurrency';
import type { NodeError } from '../errors/nodeError';
import { concurrency, optionsField } from '../parameters/collections';
import { FixedParameters } from '../parameters/fixedParameters';
import { ItemParameters } from '../parameters/itemParameters';
import { wholeNumber } from '../parameters/number';
import type { Call } from './call';
import { prepare } from './call';
import { continued, errorItem } from './itemErrors';
import type { FollowUp, Operation } from './operation';
import { Outputs } from './outputs';

/** What became of one item: its outputs, or why it failed. */
type Result = IDataObject[] | NodeError;

/**
 * Runs an operation for all input items, several at a time, and returns the outputs in the order of
 * the items. All items are read before anything is sent, so that bad input stops the node with
 * nothing done. An item that fails becomes an error item where the user chose to continue.
 */
export async function execute(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const now = new Date();
	const fixed = new FixedParameters(context);
	const calls = context.getInputData().map((_item, itemIndex) => {
		try {
			return prepare(operation, new ItemParameters(context, fixed, itemIndex, now));
		} catch (error) {
			return continued(context, error, itemIndex);
		}
	});
	const opened = await open(context, new ItemParameters(context, fixed, 0, now));
	// n8n would hand the input on as if it had succeeded, should the node fail as a whole.
	if (opened instanceof Error) return calls.map((_call, itemIndex) => errorItem(opened, itemIndex));
	const { client, limit } = opened;

	const outputs = new Outputs(client, operation, calls.filter(isCall));
	const results = await mapConcurrent(calls, limit, async (call, itemIndex): Promise<Result> => {
		if (!isCall(call)) return call;
		try {
			return await outputs.of(call);
		} catch (error) {
			return continued(context, error, itemIndex);
		}
	});
	if (outputs.capHint !== undefined) {
		context.addExecutionHints({
			message: outputs.capHint,
			type: 'warning',
			location: 'outputPane',
		});
	}

	const items = results.flatMap((result, itemIndex): INodeExecutionData[] =>
		Array.isArray(result)
			? result.map((json) => ({ json, pairedItem: { item: itemIndex } }))
			: [errorItem(result, itemIndex)],
	);
	// Not before all lists are read: an item that stops the node must not lose what was consumed.
	const followUpOf = ({ pairedItem, error }: INodeExecutionData) =>
		error ? undefined : (calls[(pairedItem as { item: number }).item] as Call).followUp;
	if (!items.some(followUpOf)) return items;
	return await mapConcurrent(items, limit, async (item) => {
		const followUp = followUpOf(item);
		return followUp ? { ...item, json: await follow(client, followUp, item.json) } : item;
	});
}

function isCall(call: Call | NodeError): call is Call {
	return !(call instanceof Error);
}

async function follow(
	client: SonzaiClient,
	followUp: FollowUp,
	entry: IDataObject,
): Promise<IDataObject> {
	try {
		await client.send(followUp.request(entry));
		return followUp.done(entry);
	} catch (error) {
		return followUp.failed(entry, error as Error);
	}
}

async function open(
	context: IExecuteFunctions,
	first: ItemParameters,
): Promise<{ readonly client: SonzaiClient; readonly limit: number } | NodeError> {
	try {
		return {
			client: await SonzaiClient.open(context, context.getExecutionCancelSignal()),
			limit: concurrencyOf(first),
		};
	} catch (error) {
		return continued(context, error, 0);
	}
}

function concurrencyOf(parameters: ItemParameters): number {
	const value = parameters.entry(concurrency, optionsField());
	return wholeNumber(value ?? concurrency.default, concurrency.displayName, { min: 1, max: 100 });
}
