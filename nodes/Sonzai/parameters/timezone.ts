import { InvalidInput } from '../errors/invalidInput';
import { quoted } from '../errors/quote';

/** In characters: the longest name in IANA's database has 32. */
const LONGEST = 64;

/** Short names that this JavaScript engine knows and IANA's database does not: BST is Bangladesh here. */
const NOT_OF_IANA =
	/^(ACT|AET|AGT|ART|AST|BET|BST|CAT|CNT|CST|CTT|EAT|ECT|IET|IST|JST|MIT|NET|NST|PLT|PNT|PRT|PST|SST|VST|SystemV\/.*)$/i;

/**
 * Looks up a timezone. What differs from the name in upper and lower case alone is corrected.
 *
 * @returns undefined for what is no IANA name
 */
export function findTimezone(name: string): string | undefined {
	// Offsets are understood by the engine, too, but they are no names.
	if (name.length > LONGEST || !/^[a-z]/i.test(name) || NOT_OF_IANA.test(name)) return undefined;
	try {
		const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
		return known.toLowerCase() === name.toLowerCase() ? known : name;
	} catch {
		return undefined;
	}
}

/**
 * Checks the name of a timezone. See {@link findTimezone}
 *
 * @param label the field's name in the node panel
 * @throws InvalidInput for what is no IANA name
 */
export function timezoneName(name: string, label: string): string {
	const found = findTimezone(name);
	if (found !== undefined) return found;
	throw new InvalidInput(
		`'${label}' is "${quoted(name)}", which is not a timezone`,
		'Use an IANA name, for example Europe/Berlin, America/New_York or UTC.',
	);
}
