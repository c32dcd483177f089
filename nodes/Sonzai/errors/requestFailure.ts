/** A request that did not succeed, in words for the user. It holds no header and no secret. */
export class RequestFailure extends Error {
	/**
	 * @param message what happened
	 * @param description what to do about it
	 * @param status HTTP status, absent when no answer came
	 * @param retryAfter the `Retry-After` header as received
	 * @param isInDoubt whether the request may still have been carried out
	 */
	constructor(
		message: string,
		readonly description: string,
		readonly status?: number,
		readonly retryAfter?: string,
		readonly isInDoubt = false,
	) {
		super(message);
	}
}
