import type { INodeProperties } from 'n8n-workflow';

export const concurrency: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 100,
	description:
		'How many items to work on at the same time. Lower it if Sonzai limits the rate of your API key.',
};

/** The Options collection, which every operation has; `extra` are entries of one operation. */
export function optionsField(extra: readonly INodeProperties[] = []): INodeProperties {
	return collection('Options', 'options', 'Add option', [concurrency, ...extra]);
}

/** The Filters collection; entries are optional and apply together. */
export function filtersField(...entries: INodeProperties[]): INodeProperties {
	return collection('Filters', 'filters', 'Add filter', entries);
}

/** The collection of what an operation can do without. */
export function additionalFieldsField(...entries: INodeProperties[]): INodeProperties {
	return collection('Additional Fields', 'additionalFields', 'Add field', entries);
}

/** The collection of what an update changes. */
export function updateFieldsField(...entries: INodeProperties[]): INodeProperties {
	return collection('Update Fields', 'updateFields', 'Add field', entries);
}

/** A collection, its entries from A to Z. */
export function collection(
	displayName: string,
	name: string,
	placeholder: string,
	entries: readonly INodeProperties[],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'collection',
		placeholder,
		default: {},
		options: [...entries].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
