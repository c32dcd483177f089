import type { ErrorRequestHandler } from 'express';
import { Problem, type Mistake } from './problem';
import { withSchema } from './schemaLink';

/** What the validator and the body parser throw. */
interface HttpError {
	status?: number;
	message: string;
	errors?: Array<{ path: string; message: string }>;
}

/**
 * Answers every failed request with a problem. A request that breaks the contract gets 422, as the
 * platform answers; the validator's 400 stays for what is not even JSON.
 *
 * @param schema the name of the problem's schema, for objects that tell theirs
 * @param onDefect told of failures that are the sandbox's own
 */
export function problemAnswers(
	schema: string | undefined,
	onDefect: (error: unknown) => void,
): ErrorRequestHandler {
	return (error: unknown, request, response, next) => {
		if (response.headersSent) {
			next(error);
			return;
		}
		const problem = error instanceof Problem ? error : translate(error as HttpError, request);
		if (problem.status >= 500) onDefect(error);
		response.status(problem.status).type('application/problem+json');
		response.json(withSchema(request, schema, problem.body()));
	};
}

function translate({ status = 500, message, errors }: HttpError, request: object): Problem {
	if (status === 400 && errors) {
		const mistakes = errors.map(({ path, message: what }) => mistake(path, what, request));
		return new Problem(422, 'validation failed', mistakes);
	}
	return new Problem(status, message);
}

/** @param path as in `/body/messages/0/role` */
function mistake(path: string, message: string, request: object): Mistake {
	const steps = path.split('/').filter(Boolean);
	let value: unknown = request;
	for (const step of steps) value = (value as Record<string, unknown> | undefined)?.[step];
	return { location: steps.join('.'), message, ...(value !== undefined && { value }) };
}
