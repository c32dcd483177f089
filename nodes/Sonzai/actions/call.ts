import type { IDataObject } from 'n8n-workflow';
import type { ApiRequest } from '../api/request';
import type { ListRequest } from '../api/list';
import { asking } from '../api/list';
import { returnAll } from '../parameters/list';
import type { ItemParameters } from '../parameters/itemParameters';
import type { FollowUp, List, Operation } from './operation';

/** What is to be done for one item, read before anything is sent. */
export type Call = ObjectCall | ListCall;

export interface ObjectCall {
	readonly parameters: ItemParameters;
	readonly request: ApiRequest;
	readonly list?: undefined;
	readonly followUp?: undefined;
}

export interface ListCall {
	readonly parameters: ItemParameters;
	/** For the first page. */
	readonly request: ListRequest;
	readonly list: List;
	/** How many entries of the list the user wants; Infinity for all. */
	readonly wanted: number;
	readonly keep?: (entry: IDataObject) => boolean;
	readonly followUp?: FollowUp;
}

/** @throws InvalidInput when the item's parameters can't be sent */
export function prepare(operation: Operation, parameters: ItemParameters): Call {
	if (operation.list === undefined) return { parameters, request: operation.request(parameters) };

	const { list, followUp } = operation;
	const request = operation.request(parameters);
	const wanted = operation.fields.includes(returnAll) ? parameters.limit() : undefined;
	const keep = list.keep?.(parameters);
	return {
		parameters,
		list,
		// What the API can't filter, a limit must not cut before the filter has. Without a field for it,
		// the request says itself how many.
		request: wanted === undefined ? request : asking(request, keep ? Infinity : wanted),
		wanted: wanted ?? Infinity,
		keep,
		followUp: followUp?.wanted(parameters) ? followUp : undefined,
	};
}
