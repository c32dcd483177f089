import type { IWebhookFunctions } from 'n8n-workflow';
import { refuse } from './refusal';

type Request = ReturnType<IWebhookFunctions['getRequestObject']>;

/**
 * Reads the bytes of a request's body, decompressed.
 *
 * @throws Refusal when it cannot be read: multipart (n8n has taken it apart, and its bytes are gone),
 * compressed wrongly, longer than n8n takes, or broken off
 */
export async function readRawBody(request: Request): Promise<Buffer> {
	if (request.rawBody !== undefined) return request.rawBody;
	if (/^multipart\//i.test(request.headers['content-type'] ?? '')) {
		refuse(415, 'the body is multipart: events are sent as JSON');
	}
	try {
		await Promise.race([request.readRawBody(), brokenOff(request)]);
	} catch (error) {
		if (isTooLong(error)) refuse(413, 'the body is longer than this n8n takes');
		refuse(400, 'the body could not be read: it is compressed wrongly, or was broken off');
	}
	return request.rawBody ?? Buffer.alloc(0);
}

/** Rejects when the request ends before its body does: a stream that decompresses it would wait for ever. */
async function brokenOff(request: Request): Promise<never> {
	return await new Promise((_resolve, reject) => {
		request.once('close', () => {
			if (!request.complete) reject(new Error('broken off'));
		});
	});
}

/** The reader that n8n uses says so in its error (raw-body: `entity.too.large`, 413). */
function isTooLong(error: unknown): boolean {
	const { status, statusCode } = (error ?? {}) as { status?: unknown; statusCode?: unknown };
	return status === 413 || statusCode === 413;
}
