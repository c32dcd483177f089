import type { IDataObject } from 'n8n-workflow';
import type { ApiRequest } from '../api/client';
import { returnAll } from '../parameters/list';
import type { ItemParameters } from '../parameters/itemParameters';
import type { FollowUp, List, Operation } from './operation';

/** What is to be done for one item, read before anything is sent. */
export interface Call {
	readonly parameters: ItemParameters;
	readonly request: ApiRequest;
	/** How many entries of the list the user wants; Infinity for all. */
	readonly wanted: number;
	readonly keep?: (entry: IDataObject) => boolean;
	readonly followUp?: FollowUp;
}

/** @throws InvalidInput when the item's parameters can't be sent */
export function prepare(operation: Operation, parameters: ItemParameters): Call {
	const { list, followUp } = operation;
	const request = operation.request(parameters);
	if (list === undefined) return { parameters, request, wanted: 1 };

	const wanted = operation.fields.includes(returnAll) ? parameters.limit() : Infinity;
	const keep = list.keep?.(parameters);
	return {
		parameters,
		// What the wire can't filter, a limit must not cut before the filter has.
		request: asking(request, list, keep ? Infinity : wanted),
		wanted,
		keep,
		followUp: followUp?.wanted(parameters) ? followUp : undefined,
	};
}

/** The request for a part of the list that has so many entries, or as many as one answer can hold. */
export function asking(request: ApiRequest, { part }: List, wanted: number): ApiRequest {
	if (part === undefined) return request;
	const size = Math.min(wanted, part.max);
	return { ...request, query: { ...request.query, [part.parameter]: size } };
}
