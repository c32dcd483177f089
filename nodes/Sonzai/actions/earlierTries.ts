import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { ApiRequest } from '../api/request';
import { RequestFailure } from '../errors/requestFailure';

/**
 * What the earlier tries of a node have done. n8n's Retry On Fail runs the node again for all items,
 * also for those that it has carried out: each is carried out once, and what may have happened is not
 * tried again where it must not happen twice.
 *
 * An item is known by its position: the input of all tries is the same, while what is sent may differ
 * (a delay counts from each try).
 */
export class EarlierTries {
	private readonly outputs = new Map<number, readonly IDataObject[]>();
	private readonly failures = new Map<number, RequestFailure>();
	/** What entries of lists were handed over, where that changed them. */
	readonly handedOver = new Set<string>();

	/** @returns what the item gave, when it was carried out */
	outputsOf(itemIndex: number): readonly IDataObject[] | undefined {
		return this.outputs.get(itemIndex);
	}

	/** To be called when an item is carried out, and something changed by it. */
	succeeded(itemIndex: number, outputs: readonly IDataObject[]): void {
		this.outputs.set(itemIndex, outputs);
		this.failures.delete(itemIndex);
	}

	/** To be called with whatever a request failed with. */
	failed(itemIndex: number, error: unknown): void {
		if (error instanceof RequestFailure && error.isInDoubt) this.failures.set(itemIndex, error);
	}

	/**
	 * @returns whether an earlier try may have carried the item's request out
	 * @throws RequestFailure that earlier failure, where the request must not be sent again then
	 */
	mayHaveDone(itemIndex: number, { mayHaveHappened }: ApiRequest): boolean {
		const failure = this.failures.get(itemIndex);
		if (failure !== undefined && mayHaveHappened !== undefined) throw failure;
		return failure !== undefined;
	}
}

/**
 * By what n8n hands to a node with its input: n8n-core 2.41 keeps this object for all tries of one
 * run of a node, and makes another one for each other run. So nothing has to be cleaned up, and no
 * loop, sub-workflow or other execution is taken for a next try.
 */
const tries = new WeakMap<object, EarlierTries>();

/** @returns the memory that the tries of this run of the node share */
export function earlierTriesOf(context: IExecuteFunctions): EarlierTries {
	const { id, retryOnFail } = context.getNode();
	const run = context.getExecuteData() as ReturnType<typeof context.getExecuteData> | undefined;
	// A tool gets the data of the agent that uses it, each time it is used.
	if (!retryOnFail || run?.node.id !== id) return new EarlierTries();
	const known = tries.get(run) ?? new EarlierTries();
	tries.set(run, known);
	return known;
}
