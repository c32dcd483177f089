import { InvalidInput } from '../errors/invalidInput';

/** How much of a list is read: enough to acknowledge ten thousand notifications at once. */
const LONGEST_LIST = { characters: 400_000, entries: 10_000 } as const;

/**
 * Reads a text that must not be empty. See {@link optionalText}
 *
 * @param label the field's name in the node panel
 * @throws InvalidInput for nothing, blanks, and what is not a text
 */
export function requiredText(value: unknown, label: string): string {
	const text = optionalText(value, label);
	if (text === undefined) {
		throw new InvalidInput(
			`'${label}' is empty`,
			'Fill it in. If it is an expression, check in its preview that it returns a value for this item.',
		);
	}
	return text;
}

/**
 * Reads a single text. A number counts as one where it is written exactly as it was given: an
 * expression may well give an ID as a number.
 *
 * @returns the text without surrounding spaces, undefined for nothing
 * @throws InvalidInput for what would arrive as something else than it was given as
 */
export function optionalText(value: unknown, label: string): string | undefined {
	if (value === undefined || value === null) return undefined;
	const text = typeof value === 'string' ? wellFormed(value, label) : otherAsText(value, label);
	const trimmed = text.trim();
	return trimmed === '' ? undefined : trimmed;
}

/**
 * @returns the text itself
 * @throws InvalidInput for half of a surrogate pair: no encoding has it, so that another character
 * would arrive
 */
export function wellFormed(text: string, label: string): string {
	if (!/\p{Surrogate}/u.test(text)) return text;
	throw new InvalidInput(
		`'${label}' contains half of a character`,
		'A text was cut in the middle of an emoji or another long character. Cut it one character earlier or later.',
	);
}

/**
 * @returns the number itself
 * @throws InvalidInput for a number whose digits are lost already, and for what is not a number
 */
export function exactNumber(value: number, label: string): number {
	if (Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)) return value;
	const isWhole = Number.isInteger(value);
	throw new InvalidInput(
		isWhole
			? `'${label}' is the number ${value}, which is too large to be exact`
			: `'${label}' is ${value}, which is not a text`,
		isWhole
			? 'Numbers above 9007199254740991 lose digits. Let the expression give it as text, in quotes, from where it was still a text.'
			: 'Check the calculation that leads to it, or let the expression give the value as text.',
	);
}

function otherAsText(value: unknown, label: string): string {
	if (typeof value === 'number') return String(exactNumber(value, label));
	if (typeof value === 'bigint') return String(value);
	if (typeof value === 'object') {
		throw new InvalidInput(
			`'${label}' is ${Array.isArray(value) ? 'a list' : 'an object'}, but must be a single text`,
			'Point the expression at one of its fields, for example {{ $json.user_id }}.',
		);
	}
	throw new InvalidInput(
		typeof value === 'boolean'
			? `'${label}' is ${value}, but must be a text`
			: `'${label}' is not a text`,
		'Let the expression give the value as text, in quotes.',
	);
}

/**
 * Reads a list: texts, or one text with commas or line breaks between them, or a list in JSON, as
 * language models write it.
 *
 * @returns the texts without blanks, in the order given
 * @throws InvalidInput when an entry is not a text, and for a list beyond all measure
 */
export function textList(value: unknown, label: string): string[] {
	const entries = Array.isArray(value) ? (value as unknown[]) : listOf(value, label);
	if (entries.length > LONGEST_LIST.entries) {
		throw tooLong(label, entries.length, LONGEST_LIST.entries, 'entries');
	}
	return entries
		.map((entry) => optionalText(entry, label))
		.filter((entry): entry is string => entry !== undefined);
}

function listOf(value: unknown, label: string): unknown[] {
	const text = shortText(optionalText(value, label) ?? '', label, LONGEST_LIST.characters);
	if (text.startsWith('[') && text.endsWith(']')) {
		try {
			return JSON.parse(text) as unknown[];
		} catch {
			// Brackets of another kind.
		}
	}
	return text.split(/[,\n]/);
}

/**
 * To be called before anything parses the text.
 *
 * @param longest in characters, far above whatever makes sense
 * @returns the text itself
 * @throws InvalidInput when it is longer
 */
export function shortText(text: string, label: string, longest: number): string {
	if (text.length <= longest) return text;
	throw tooLong(label, text.length, longest, 'characters');
}

function tooLong(label: string, length: number, longest: number, unit: string): InvalidInput {
	const [has, most] = [length, longest].map((number) => number.toLocaleString('en'));
	return new InvalidInput(
		`'${label}' has ${has} ${unit}, but at most ${most} are allowed`,
		'Check the expression: it may give the content of another field, or of a whole file.',
	);
}
