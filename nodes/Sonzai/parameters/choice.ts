import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { InvalidInput } from '../errors/invalidInput';
import { quoted } from '../errors/quote';
import { requiredText } from './text';

/**
 * Reads a choice from a list. An expression can give anything, and taking that for the default could
 * act on the wrong thing.
 *
 * @throws InvalidInput for nothing, and for what the list does not offer
 */
export function choice(value: unknown, { displayName, options = [] }: INodeProperties): string {
	const chosen = requiredText(value, displayName);
	const offered = (options as INodePropertyOptions[]).map((option) => option.value);
	if (offered.includes(chosen)) return chosen;
	throw new InvalidInput(
		`'${displayName}' is "${quoted(chosen)}", which is not one of its options`,
		`Choose from the list, or let the expression return one of ${offered.join(', ')}.`,
	);
}
