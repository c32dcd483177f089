/** In characters: more is not an address that anybody entered. */
const LONGEST = 2_000;

/**
 * Reads a web address once. What is sent is taken from what is returned, never from the text itself:
 * `http:example.com` and `HTTP://example.com` are read as the same address by some programs, and as
 * different ones by others.
 *
 * @returns the address in its one form (WHATWG URL), undefined for what is not an http(s) URL
 */
export function webAddress(text: string): URL | undefined {
	if (text.length > LONGEST || !URL.canParse(text)) return undefined;
	const url = new URL(text);
	return ['http:', 'https:'].includes(url.protocol) ? url : undefined;
}
