/** A request that did not succeed, in words for the user. It holds no header and no secret. */
export class RequestFailure extends Error {
	/**
	 * @param message what happened
	 * @param description what to do about it
	 * @param status HTTP status, absent when no answer came
	 * @param retryAfter the `Retry-After` header as received
	 * @param isInDoubt whether the request may have been carried out all the same
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

	/** @returns the failure without the secret, which an answer may repeat */
	without(secret: string): RequestFailure {
		const texts = [this.message, this.description];
		if (secret === '' || !texts.some((text) => text.includes(secret))) return this;
		const [message = '', description = ''] = texts.map((text) => text.replaceAll(secret, '…'));
		return new RequestFailure(message, description, this.status, this.retryAfter, this.isInDoubt);
	}
}
