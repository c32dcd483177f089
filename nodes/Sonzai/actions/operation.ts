import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { ApiRequest } from '../api/client';
import { concurrency } from '../parameters/concurrency';
import type { ItemParameters } from '../parameters/itemParameters';

/** An operation of the node, as data: one engine runs all of them (see `execute`). */
export interface Operation {
	/** The stored value, the label, and the sentence in the list of actions. */
	readonly option: Required<Pick<INodePropertyOptions, 'name' | 'action' | 'description'>> & {
		readonly value: string;
	};
	/** In the order in which the panel shows them. */
	readonly fields: readonly INodeProperties[];
	/** Entries of the Options collection beside Concurrency. */
	readonly options?: readonly INodeProperties[];
	/** Pure: what to send for one item. Throws InvalidInput before anything is sent. */
	readonly request: (parameters: ItemParameters) => ApiRequest;
	/** Pure: the output of one item. Without it, the answer itself is the one output. */
	readonly items?: (answer: unknown, parameters: ItemParameters) => IDataObject[];
	/** A request that follows for each output, where the user asked for it. */
	readonly followUp?: FollowUp;
}

/**
 * A second request for each output of an item. The outputs are handed on whatever becomes of it:
 * its failure is told on the output concerned, because failing the item would lose the others.
 */
export interface FollowUp {
	readonly wanted: (parameters: ItemParameters) => boolean;
	readonly request: (output: IDataObject) => ApiRequest;
	readonly done: (output: IDataObject) => IDataObject;
	readonly failed: (output: IDataObject, error: Error) => IDataObject;
}

/** A group of operations under one entry of the Resource field. */
export interface Resource {
	readonly option: { readonly name: string; readonly value: string };
	readonly operations: readonly Operation[];
	/** The operation that is selected first. */
	readonly preselected: Operation;
}

/** The Options collection, which every operation has; `extra` are entries of one operation. */
export function optionsField(extra: readonly INodeProperties[] = []): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [concurrency, ...extra].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** Builds the panel of the node: Resource, Operation, and the fields that each operation shows. */
export function panel(resources: readonly [Resource, ...Resource[]]): INodeProperties[] {
	const preselected = resources[0].option.value;
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ option }) => ({ ...option })),
			default: preselected,
		},
		...resources.map(operationField),
		...resources.flatMap((resource) =>
			resource.operations.flatMap((operation) =>
				[...operation.fields, optionsField(operation.options)].map((field) =>
					shownFor(resource, operation, field),
				),
			),
		),
	];
}

function operationField(resource: Resource): INodeProperties {
	const preselected = resource.preselected.option.value;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.option.value] } },
		options: resource.operations.map(({ option }) => ({ ...option })),
		default: preselected,
	};
}

function shownFor(
	resource: Resource,
	operation: Operation,
	field: INodeProperties,
): INodeProperties {
	return {
		...field,
		displayOptions: {
			...field.displayOptions,
			show: {
				resource: [resource.option.value],
				operation: [operation.option.value],
				...field.displayOptions?.show,
			},
		},
	};
}
