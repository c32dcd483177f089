import { InvalidInput } from '../errors/invalidInput';
import { shortText, textList } from './text';

/** In characters; the address of a request, which most IDs are part of, can't be much longer. */
const LONGEST = 1_000;

/**
 * Checks an ID or a name that becomes part of a request's address.
 *
 * @param label the field's name in the node panel
 * @returns the text itself
 * @throws InvalidInput when it is absurdly long, and for `.` and `..`: every URL parser takes them for
 * steps in a path, even when they are percent-encoded
 */
export function identifier(text: string, label: string): string {
	shortText(text, label, LONGEST);
	if (text !== '.' && text !== '..') return text;
	throw new InvalidInput(
		`'${label}' is "${text}", which cannot be an ID or name in Sonzai`,
		'Enter the ID as Sonzai or your own system returned it. If it is an expression, check in its preview what it gives.',
	);
}

/**
 * Reads a list of IDs or names. See {@link textList}
 *
 * @throws InvalidInput when an entry is not one
 */
export function identifierList(value: unknown, label: string): string[] {
	return textList(value, label).map((text) => identifier(text, label));
}
