import { InvalidInput } from '../errors/invalidInput';
import { quoted } from '../errors/quote';
import { requiredText } from './text';

/**
 * Reads a switch; an expression may give it as text.
 *
 * @param label the field's name in the node panel
 * @throws InvalidInput for anything but true and false
 */
export function switchedOn(value: unknown, label: string): boolean {
	if (typeof value === 'boolean') return value;
	const text = requiredText(value, label);
	if (text === 'true' || text === 'false') return text === 'true';
	throw new InvalidInput(
		`'${label}' is "${quoted(text)}", but must be true or false`,
		'Use the toggle, or let the expression return true or false.',
	);
}
