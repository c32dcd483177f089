/** How many characters of a text a message repeats at most: enough to recognise it. */
const LONGEST_QUOTE = 200;

/**
 * Cuts what a message repeats of what the user entered or a server answered: the one place for it.
 *
 * @param text of any length; the time taken does not depend on it
 * @param longest how many characters are repeated at most
 * @returns the text, or its beginning with its length
 */
export function quoted(text: string, longest = LONGEST_QUOTE): string {
	if (text.length <= longest) return text;
	// A cut must not leave half of a surrogate pair.
	const end = /[\uD800-\uDBFF]/.test(text.charAt(longest - 1)) ? longest - 1 : longest;
	return `${text.slice(0, end)}… (${text.length.toLocaleString('en')} characters)`;
}
