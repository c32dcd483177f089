import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../errors/invalidInput';
import { quoted } from '../errors/quote';
import { sendableJson } from './json';
import { requiredText } from './text';

const entryName: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. order_id',
	description: 'The name of the value',
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
					description: 'The value itself. An entry whose expression gives null is left out.',
				},
			],
		},
	],
	description: 'Additional values, by name',
};

/**
 * @param value the field's value
 * @returns the facts by name, without those that have no value; undefined when there is none
 * @throws InvalidInput for an entry without a name or with the name of another one, and for what would
 * not arrive as it was given
 */
export function readMetadata(value: unknown): IDataObject | undefined {
	const facts = new Map<string, unknown>();
	for (const { name, value: fact } of entriesOf(value)) {
		const label = `${metadata.displayName}: ${entryName.displayName}`;
		const key = requiredText(name, label);
		if (fact === undefined || fact === null) continue;
		if (facts.has(key)) {
			throw new InvalidInput(
				`'${label}' is "${quoted(key)}" in two entries`,
				'Remove one of them, or give it another name.',
			);
		}
		sendableJson(fact, `${metadata.displayName}: ${quoted(key)}`);
		facts.set(key, fact);
	}
	return facts.size === 0 ? undefined : (Object.fromEntries(facts) as IDataObject);
}

function entriesOf(value: unknown): Array<{ readonly name?: unknown; readonly value?: unknown }> {
	const { entries = [] } = (value ?? {}) as { entries?: unknown };
	if (Array.isArray(entries)) return entries.map((entry: unknown) => ({ ...(entry as object) }));
	throw new InvalidInput(
		`'${metadata.displayName}' is not a list of entries`,
		'Add an entry for each fact, and use expressions for its name and its value.',
	);
}
