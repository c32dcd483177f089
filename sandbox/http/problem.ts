import { STATUS_CODES } from 'node:http';

/** One mistake in a request (Sonzai's OpenAPI document, `ErrorDetail`). */
export interface Mistake {
	/** As in `body.user_id` or `query.limit`. */
	location: string;
	message: string;
	value?: unknown;
}

/** An error answer in the form of RFC 9457, thrown by whoever finds out. */
export class Problem extends Error {
	constructor(
		readonly status: number,
		detail: string,
		readonly mistakes: readonly Mistake[] = [],
	) {
		super(detail);
	}

	/** The answer's body. */
	body(): object {
		return {
			title: STATUS_CODES[this.status] ?? 'Error',
			status: this.status,
			detail: this.message,
			...(this.mistakes.length > 0 && { errors: this.mistakes }),
		};
	}
}

/** 404: `what` is not there. */
export function notFound(what: string): Problem {
	return new Problem(404, `${what} not found`);
}

/** 422: one value of the request can't be accepted. */
export function unacceptable(location: string, message: string, value?: unknown): Problem {
	return new Problem(422, 'validation failed', [{ location, message, value }]);
}
