import type { IDataObject } from 'n8n-workflow';
import type { ListRequest } from '../api/list';
import { asking } from '../api/list';
import type { ApiRequest } from '../api/request';
import { returnAll } from '../parameters/list';
import type { ItemParameters } from '../parameters/itemParameters';
import type { ObjectOperation, Operation } from './operation';
import type { Fetching } from './outputs';

/** What is to be done for one item, read before anything is sent. */
export type Call = ObjectCall | ListCall;

export interface ObjectCall {
	readonly parameters: ItemParameters;
	readonly request: ApiRequest;
	readonly output: ObjectOperation['output'];
	readonly fetching?: undefined;
}

export interface ListCall {
	readonly parameters: ItemParameters;
	/** For the first page. */
	readonly request: ListRequest;
	/** How many entries of the list the user wants; Infinity for all. */
	readonly wanted: number;
	readonly keep?: (entry: IDataObject) => boolean;
	/** What becomes of an entry. */
	readonly toOutput: (entry: IDataObject) => IDataObject;
	/** How the outputs are fetched, where not in the usual way. */
	readonly fetching?: Fetching;
}

/** @throws InvalidInput when the item's parameters can't be sent */
export function prepare(operation: Operation, parameters: ItemParameters): Call {
	if (operation.list === undefined) {
		const { output } = operation;
		return { parameters, request: operation.request(parameters), output };
	}
	const { list, fetching } = operation;
	const request = operation.request(parameters);
	const wanted = operation.fields.includes(returnAll) ? parameters.limit() : undefined;
	const keep = list.keep?.(parameters);
	return {
		parameters,
		// What the API can't filter, a limit must not cut before the filter has. Without a field for it,
		// the request says itself how many.
		request: wanted === undefined ? request : asking(request, keep ? Infinity : wanted),
		wanted: wanted ?? Infinity,
		keep,
		toOutput: list.output ?? ((entry) => ({ ...entry })),
		fetching: fetching?.(parameters),
	};
}
