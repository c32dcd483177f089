/**
 * Takes secrets out of what a server answered, before any of it is quoted: a cut could leave half of
 * a secret, which nothing would recognise any more.
 *
 * @param value JSON, parsed
 * @param secrets empty ones are passed over
 * @returns a copy in which each secret is `…`; the time taken grows with the size of the value
 */
export function redacted<T>(value: T, secrets: readonly string[]): T {
	const known = secrets.filter((secret) => secret !== '');
	const copy = (part: unknown): unknown => {
		if (typeof part === 'string') {
			return known.reduce((text, secret) => text.replaceAll(secret, '…'), part);
		}
		if (Array.isArray(part)) return part.map(copy);
		if (typeof part !== 'object' || part === null) return part;
		return Object.fromEntries(Object.entries(part).map(([name, held]) => [name, copy(held)]));
	};
	return copy(value) as T;
}
