import { InvalidInput } from '../errors/invalidInput';
import { quoted } from '../errors/quote';

/**
 * Builds a request path; every interpolated value becomes one percent-encoded segment, so that
 * agent names with slashes and user ids that are e-mail addresses stay in their place.
 *
 * @returns the path below `/api/v1`, encoded (Sonzai's OpenAPI document: "URL-encoded agent name")
 * @throws InvalidInput for a value that no encoding keeps in its place: an empty one would name
 * another route, URL parsers resolve `.` and `..` even when they are percent-encoded, and half of a
 * surrogate pair has no encoding
 */
export function path(literals: TemplateStringsArray, ...values: string[]): string {
	return values.reduce(
		(built, value, index) => built + segment(value) + literals[index + 1],
		literals[0] ?? '',
	);
}

function segment(value: string): string {
	if (/^\.{0,2}$|\p{Surrogate}/u.test(value)) {
		throw new InvalidInput(
			`"${quoted(value)}" cannot be an ID or name in Sonzai`,
			'Check the IDs of this operation, including those that come from an expression.',
		);
	}
	return encodeURIComponent(value);
}
