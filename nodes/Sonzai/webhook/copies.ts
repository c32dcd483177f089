import type { IHttpRequestOptions, IWebhookFunctions } from 'n8n-workflow';
import { withinTime } from '../api/timeLimit';
import type { NodeKeys } from './identity';
import { SIGNATURE_HEADER, sign } from './signature';
import { copyTargetOf, isMarked } from './registeredUrl';

const TIMEOUT_MS = 10_000;

/**
 * Sends a verified delivery to a test that listens, where the called URL asks for it. A test that has
 * gone costs a failed request, never the delivery.
 *
 * @param keys derived only when there is a mark
 */
export async function sendCopy(
	context: IWebhookFunctions,
	rawBody: Buffer,
	keys: () => Promise<NodeKeys>,
): Promise<void> {
	const { query } = context.getRequestObject();
	if (!isMarked(query)) return;
	try {
		const { copySecret } = await keys();
		const testUrl = copyTargetOf(query, copySecret);
		if (testUrl === undefined) return;
		const copy: IHttpRequestOptions = {
			method: 'POST',
			url: testUrl,
			headers: {
				'Content-Type': 'application/json',
				[SIGNATURE_HEADER]: sign(rawBody, copySecret, new Date()),
			},
			body: rawBody,
			disableFollowRedirect: true,
		};
		await withinTime(
			TIMEOUT_MS,
			undefined,
			async (abortSignal): Promise<unknown> =>
				await context.helpers.httpRequest({ ...copy, abortSignal }),
		);
	} catch (error) {
		context.logger.debug(`Sonzai Trigger could not reach the test: ${(error as Error).message}`);
	}
}
