import type { INodeProperties } from 'n8n-workflow';
import { optionsField } from '../parameters/collections';
import type { Operation, Resource } from './operation';

/** Builds the panel of the node: Resource, Operation, and the fields that each operation shows. */
export function panel(resources: readonly Resource[], selected: Resource): INodeProperties[] {
	const preselected = selected.option.value;
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
