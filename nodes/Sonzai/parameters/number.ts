import { InvalidInput } from '../errors/invalidInput';
import { requiredText, shortText } from './text';

/** In characters: a number of more digits is not meant. */
const LONGEST = 100;

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
	const number = typeof value === 'number' ? value : numberOf(value, label);
	if (Number.isFinite(number)) return number;
	throw new InvalidInput(`'${label}' is not a number`, 'Enter it in digits, for example 2.');
}

function numberOf(value: unknown, label: string): number {
	const isText = typeof value === 'string' || value === undefined || value === null;
	return isText ? Number(shortText(requiredText(value, label), label, LONGEST)) : NaN;
}
