import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { requiredText } from './values';

const entryName: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. order_id',
	description: 'What the value is',
};

export const metadata: INodeProperties = {
	displayName: 'Metadata',
	name: 'metadata',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add entry',
	default: {},
	options: [
		{
			displayName: 'Entry',
			name: 'entries',
			values: [
				entryName,
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. 1234',
					description: 'The value itself',
				},
			],
		},
	],
	description: 'Further facts, by name',
};

/**
 * @param value the field's value
 * @returns the facts by name, undefined when there is none
 * @throws InvalidInput for an entry without a name
 */
export function readMetadata(value: unknown): IDataObject | undefined {
	const { entries } = (value ?? {}) as { entries?: IDataObject[] };
	if (entries === undefined || entries.length === 0) return undefined;
	const label = `${metadata.displayName}: ${entryName.displayName}`;
	return Object.fromEntries(entries.map((entry) => [requiredText(entry.name, label), entry.value]));
}
