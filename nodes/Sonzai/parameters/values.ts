import { InvalidInput } from '../errors/invalidInput';

/**
 * Reads a value that must not be empty. Numbers count as text: an expression may well give an ID as
 * one.
 *
 * @param label the field's name in the panel
 * @throws InvalidInput for nothing, blanks, objects and lists
 */
export function requiredText(value: unknown, label: string): string {
	const text = optionalText(value, label);
	if (text === undefined) {
		throw new InvalidInput(
			`'${label}' is empty`,
			'Fill it in. If it is an expression, check in its preview that it gives a value for this item.',
		);
	}
	return text;
}

/**
 * @returns the text without surrounding spaces, undefined for nothing
 * @throws InvalidInput for objects and lists
 */
export function optionalText(value: unknown, label: string): string | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'object') {
		throw new InvalidInput(
			`'${label}' is ${Array.isArray(value) ? 'a list' : 'an object'}, but must be a single text`,
			'Point the expression at one of its fields, for example {{ $json.user_id }}.',
		);
	}
	const text = String(value).trim();
	return text === '' ? undefined : text;
}

/**
 * @param range the smallest and largest number allowed
 * @throws InvalidInput for anything but a whole number in the range
 */
export function wholeNumber(
	value: unknown,
	label: string,
	{ min, max = Infinity }: { readonly min: number; readonly max?: number },
): number {
	const number = finiteNumber(value, label);
	if (!Number.isInteger(number) || number < min || number > max) {
		const range = max === Infinity ? `, ${min} or more` : ` from ${min} to ${max}`;
		throw new InvalidInput(
			`'${label}' is ${number}, but must be a whole number${range}`,
			'Change the number.',
		);
	}
	return number;
}

/** @throws InvalidInput for anything that is not a finite number or its text */
export function finiteNumber(value: unknown, label: string): number {
	const isOne = typeof value !== 'object' || value === null;
	const number = isOne ? Number(requiredText(value, label)) : NaN;
	if (!Number.isFinite(number)) {
		throw new InvalidInput(`'${label}' is not a number`, 'Enter it in digits, for example 2.');
	}
	return number;
}

/**
 * Reads a switch; an expression may give it as text.
 *
 * @throws InvalidInput for anything but true and false
 */
export function switchedOn(value: unknown, label: string): boolean {
	const text = requiredText(value, label);
	if (text === 'true' || text === 'false') return text === 'true';
	throw new InvalidInput(
		`'${label}' is "${text}", but must be true or false`,
		'Use the switch, or let the expression give true or false.',
	);
}

/**
 * Reads a list: texts, or one text with commas or line breaks between them, or a list in JSON, as
 * language models write it.
 *
 * @returns the texts without blanks, in the order given
 * @throws InvalidInput when an entry is an object
 */
export function textList(value: unknown, label: string): string[] {
	const entries = Array.isArray(value) ? value : listOf(optionalText(value, label) ?? '');
	return entries
		.map((entry: unknown) => optionalText(entry, label))
		.filter((entry): entry is string => entry !== undefined);
}

function listOf(text: string): unknown[] {
	if (/^\[.*\]$/s.test(text)) {
		try {
			return JSON.parse(text) as unknown[];
		} catch {
			// Brackets of another kind.
		}
	}
	return text.split(/[,\n]/);
}
