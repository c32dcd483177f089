import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { ApiRequest } from '../api/request';
import type { ListRequest } from '../api/listRequest';
import type { ItemParameters } from '../parameters/itemParameters';
import type { Fetching } from './fetcher';

/** An operation of the node, as data: one engine runs all of them (see `execute`). */
export type Operation = ObjectOperation | ListOperation;

/** What every operation has. */
interface Offered {
	/** The stored value, the label, and the sentence in the list of actions. */
	readonly option: Required<Pick<INodePropertyOptions, 'name' | 'action' | 'description'>> & {
		readonly value: string;
	};
	/** In the order in which the panel shows them. */
	readonly fields: readonly INodeProperties[];
	/** Entries of the Options collection beside Concurrency. */
	readonly options?: readonly INodeProperties[];
}

/** An operation whose answer is one object. */
export interface ObjectOperation extends Offered {
	/** Pure: what to send for one item. Throws InvalidInput before anything is sent. */
	readonly request: (parameters: ItemParameters) => ApiRequest;
	/**
	 * Pure: the output of one item. Without it, the answer itself is the output. What is added stands
	 * before the answer's spread: V8 of Node.js 20 needs four times the memory for an object that
	 * begins with a spread and then grows.
	 */
	readonly output?: (answer: IDataObject, parameters: ItemParameters) => IDataObject;
	readonly list?: undefined;
}

/** An operation whose answer is a list. */
export interface ListOperation extends Offered {
	/** Pure: what to send for one item. Throws InvalidInput before anything is sent. */
	readonly request: (parameters: ItemParameters) => ListRequest;
	/** How the entries become the outputs of the item. */
	readonly list: List;
	/** Another way of fetching the outputs of an item, where its parameters ask for one. */
	readonly fetching?: (parameters: ItemParameters) => Fetching | undefined;
}

/** How a list is read. */
export interface List {
	/** Pure: decides on the entries where the API itself can't filter. */
	readonly keep?: (parameters: ItemParameters) => ((entry: IDataObject) => boolean) | undefined;
	/** Pure: the output that an entry becomes; the entry itself without it. */
	readonly output?: (entry: IDataObject) => IDataObject;
}

/** A group of operations under one entry of the Resource field. */
export interface Resource {
	readonly option: { readonly name: string; readonly value: string };
	readonly operations: readonly Operation[];
	/** The operation that is selected first. */
	readonly preselected: Operation;
}
