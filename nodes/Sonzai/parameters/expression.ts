/** @returns whether a parameter as the user entered it is, or holds, an expression (n8n: a text that begins with `=`) */
export function hasExpression(entered: unknown): boolean {
	if (typeof entered === 'string') return entered.startsWith('=');
	if (typeof entered !== 'object' || entered === null) return false;
	return Object.values(entered).some(hasExpression);
}
