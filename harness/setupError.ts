/**
 * A failure that the person at the terminal can do something about. The message says what happened
 * and the way out, and is shown as it stands: no stack trace.
 */
export class SetupError extends Error {
	override readonly name = 'SetupError';

	constructor(
		message: string,
		/** A file that holds the details, if there is one. */
		readonly logFile?: string,
	) {
		super(message);
	}
}
