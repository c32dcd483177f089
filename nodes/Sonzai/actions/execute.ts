import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { SonzaiClient } from '../api/client';
import { mapInGroups } from './mapInGroups';
import type { NodeError } from '../errors/nodeError';
import { concurrency, optionsField } from '../parameters/collections';
import { FixedParameters } from '../parameters/fixedParameters';
import { ItemParameters } from '../parameters/itemParameters';
import { prepare } from './prepare';
import type { EarlierTries } from './earlierTries';
import { earlierTriesOf } from './earlierTries';
import type { Call, Fetcher, Fetching, Found } from './fetcher';
import { continued, errorItem } from './itemErrors';
import type { Operation } from './operation';
import { Outputs } from './outputs';

/** What is to be done for an item, or what became of it already. */
type Read = Call | Found | NodeError;

/**
 * Runs an operation for all input items, several at a time, and returns the outputs in the order of
 * the items. All items are read before anything is sent, so that bad input stops the node with
 * nothing done. An item that fails becomes an error item where the user chose to continue. Where n8n
 * tries the node again, items that changed something are not carried out again.
 */
export async function execute(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const now = new Date();
	const fixed = new FixedParameters(context);
	const tries = earlierTriesOf(context);
	const items = context.getInputData().map((_item, itemIndex): Read => {
		const outputs = tries.outputsOf(itemIndex);
		if (outputs !== undefined) return { outputs };
		try {
			return prepare(operation, new ItemParameters(context, fixed, itemIndex, now));
		} catch (error) {
			return continued(context, error, itemIndex);
		}
	});
	const opened = await open(context, new ItemParameters(context, fixed, 0, now));
	const results =
		opened instanceof Error
			? // n8n would hand the input on as if it had succeeded, should the node fail as a whole.
				items.map((item) => (isCall(item) ? opened : item))
			: await fetchAll(context, items, tries, opened);

	const capHint = results.map((result) => 'capHint' in result && result.capHint).find(Boolean);
	if (capHint) {
		context.addExecutionHints({ message: capHint, type: 'warning', location: 'outputPane' });
	}
	return results.flatMap((result, itemIndex): INodeExecutionData[] =>
		result instanceof Error
			? [errorItem(result, itemIndex)]
			: result.outputs.map((json) => ({ json, pairedItem: { item: itemIndex } })),
	);
}

async function fetchAll(
	context: IExecuteFunctions,
	items: readonly Read[],
	tries: EarlierTries,
	{ client, limit }: Opened,
): Promise<Array<Found | NodeError>> {
	const usual = new Outputs(client, tries, items.filter(isCall));
	const special = new Map<Fetching, Fetcher>();
	const fetched = async (call: Call, itemIndex: number): Promise<Found> => {
		const { fetching, request } = call;
		if (fetching === undefined) {
			const found = await usual.of(call, itemIndex);
			if (request.method !== 'GET') tries.succeeded(itemIndex, found.outputs);
			return found;
		}
		const fetcher = special.get(fetching) ?? fetching(client, tries);
		special.set(fetching, fetcher);
		return await fetcher.of(call, itemIndex);
	};
	const results = await mapInGroups(items, limit, async (item, itemIndex) => {
		if (!isCall(item)) return item;
		try {
			return await fetched(item, itemIndex);
		} catch (error) {
			tries.failed(itemIndex, error);
			return continued(context, error, itemIndex);
		}
	});
	for (const [fetching, fetcher] of special) {
		const found = new Map<number, Found>();
		results.forEach((result, itemIndex) => {
			const item = items[itemIndex] as Read;
			if (isCall(item) && item.fetching === fetching && !(result instanceof Error)) {
				found.set(itemIndex, result);
			}
		});
		const finished = await fetcher.finish?.(found, limit);
		for (const [itemIndex, { outputs }] of finished ?? []) {
			results[itemIndex] = { ...(results[itemIndex] as Found), outputs };
		}
	}
	return results;
}

function isCall(item: Read): item is Call {
	return !(item instanceof Error) && 'request' in item;
}

interface Opened {
	readonly client: SonzaiClient;
	readonly limit: number;
}

async function open(
	context: IExecuteFunctions,
	first: ItemParameters,
): Promise<Opened | NodeError> {
	try {
		return {
			client: await SonzaiClient.open(context, context.getExecutionCancelSignal()),
			limit: first.wholeNumber(concurrency, optionsField()),
		};
	} catch (error) {
		return continued(context, error, 0);
	}
}
