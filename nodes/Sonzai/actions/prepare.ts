import { asking } from '../api/listRequest';
import { returnAll } from '../parameters/limit';
import type { ItemParameters } from '../parameters/itemParameters';
import type { Call } from './fetcher';
import type { Operation } from './operation';

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
