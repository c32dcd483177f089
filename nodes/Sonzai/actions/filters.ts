import type { INodeProperties } from 'n8n-workflow';

/** The Filters collection; entries are optional and apply together. */
export function filtersField(...entries: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: entries,
	};
}
