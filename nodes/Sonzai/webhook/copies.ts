import type { IWebhookFunctions } from 'n8n-workflow';
import type { NodeKeys } from './identity';
import { SIGNATURE_HEADER, sign } from './signature';
import { copyTargetOf, isMarked } from './target';

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
		await context.helpers.httpRequest({
			method: 'POST',
			url: testUrl,
			headers: {
				'Content-Type': 'application/json',
				[SIGNATURE_HEADER]: sign(rawBody, copySecret, new Date()),
			},
			body: rawBody,
			timeout: TIMEOUT_MS,
			disableFollowRedirect: true,
		});
	} catch (error) {
		context.logger.debug(`Sonzai Trigger could not reach the test: ${(error as Error).message}`);
	}
}
