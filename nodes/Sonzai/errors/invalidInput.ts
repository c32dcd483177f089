/**
 * What the user entered cannot be sent. Thrown by pure code, which knows neither the node nor the
 * item; whoever runs the operation adds both.
 */
export class InvalidInput extends Error {
	/**
	 * @param message what is wrong, with the field's label
	 * @param description what to do about it
	 */
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}
