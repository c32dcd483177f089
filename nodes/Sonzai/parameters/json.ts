import { InvalidInput } from '../errors/invalidInput';
import { exactNumber, wellFormed } from './text';

/** Deeper values are not sent: what reads and writes JSON counts on the stack. */
const DEEPEST = 100;

/**
 * Checks that a value arrives as JSON exactly as it was given.
 *
 * @param label says which value it is
 * @throws InvalidInput for a number that JSON does not have or that lost digits, half of a character, and
 * nesting beyond all measure
 */
export function sendableJson(value: unknown, label: string, depth = 0): void {
	if (typeof value === 'string') wellFormed(value, label);
	if (typeof value === 'number') exactNumber(value, label);
	if (typeof value !== 'object' || value === null) return;
	if (depth === DEEPEST) {
		throw new InvalidInput(
			`'${label}' is nested more than ${DEEPEST} levels deep`,
			'Point the expression at the part of it that is meant.',
		);
	}
	for (const [name, entry] of Object.entries(value)) {
		wellFormed(name, label);
		sendableJson(entry, label, depth + 1);
	}
}
