import { createGunzip, createInflate } from 'node:zlib';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Request } from 'express';

/** n8n's N8N_PAYLOAD_SIZE_MAX, by default. */
const LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * What n8n 2.41 does with the body of a request before it calls `webhook()` of a node of version 2 or
 * above: multipart is taken apart, what it can parse is read, and everything else is left to the node,
 * which reads it with `readRawBody()`.
 */
export async function readAsN8nDoes(request: Request): Promise<void> {
	const contentType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
	const readable = request as Request & { rawBody?: Buffer; readRawBody(): Promise<void> };
	readable.readRawBody = async () => {
		if (readable.rawBody) return;
		const stream = inflated(request);
		if (request.destroyed || !stream.readable) {
			throw new Error('Request body stream was aborted or is not readable');
		}
		readable.rawBody = await bytesOf(stream);
	};
	if (contentType === 'multipart/form-data') {
		await finished(request.resume());
		return;
	}
	if (
		!/^(application\/json|text\/plain|application\/x-www-form-urlencoded)|\/xml$|\+xml$/.test(
			contentType,
		)
	) {
		return;
	}
	await readable.readRawBody();
	if (contentType === 'application/json' && readable.rawBody?.length) {
		JSON.parse(readable.rawBody.toString().replace(/^\uFEFF/, ''));
	}
}

function inflated(request: Request): Readable {
	const encoding = request.headers['content-encoding'];
	if (encoding === 'gzip') return request.pipe(createGunzip());
	if (encoding === 'deflate') return request.pipe(createInflate());
	return request;
}

async function bytesOf(stream: Readable): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		length += chunk.length;
		// As raw-body says it, the package that n8n reads with.
		if (length > LIMIT_BYTES) {
			throw Object.assign(new Error('request entity too large'), { status: 413 });
		}
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
