import type { Request } from 'express';
import { parse } from 'node:querystring';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';

/** n8n's N8N_PAYLOAD_SIZE_MAX, by default. */
const LIMIT_BYTES = 16 * 1024 * 1024;

/** What n8n adds to a request before a trigger sees it. */
type N8nRequest = Request & { rawBody?: Buffer; readRawBody(): Promise<void> };

/** A body that n8n itself refuses, before it asks the trigger. */
export class RefusedBody extends Error {
	override readonly name = 'RefusedBody';

	/** @param status of n8n's answer */
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** Gives a request n8n's `readRawBody`, which reads on demand and throws what n8n's throws. */
export function makeReadable(request: Request): void {
	const readable = request as N8nRequest;
	readable.readRawBody = async () => {
		if (readable.rawBody !== undefined) return;
		const stream = inflated(request);
		if (request.destroyed || !stream.readable) {
			throw new Error('Request body stream was aborted or is not readable');
		}
		readable.rawBody = await bytesOf(stream);
	};
}

/**
 * Reads and parses the body as n8n does before it calls `webhook()` of a node of version 2 or above:
 * a form in parts and what n8n can parse; everything else is left to the node.
 *
 * @throws RefusedBody for what does not parse; what zlib throws for broken compression
 */
export async function parseBody(request: Request): Promise<void> {
	const readable = request as N8nRequest;
	const [type = '', ...parameters] = (request.headers['content-type'] ?? '').split(';');
	const contentType = type.trim().toLowerCase();
	if (contentType === 'multipart/form-data') return await parseParts(request);
	const isParsed = ['application/json', 'text/plain', 'application/x-www-form-urlencoded'];
	if (!isParsed.includes(contentType)) return;

	await readable.readRawBody();
	const bytes = readable.rawBody;
	if (bytes.length === 0) return;
	const charset = /charset=([^\s;]+)/.exec(parameters.join(';'))?.[1] ?? 'utf-8';
	const text = bytes.toString(charset as BufferEncoding);
	if (contentType === 'text/plain') readable.body = text;
	else if (contentType === 'application/json') readable.body = parsedJson(withoutMark(text));
	else readable.body = { ...parse(withoutMark(text)) };
}

async function parseParts(request: Request): Promise<void> {
	const bytes = await bytesOf(request);
	const contentType = request.headers['content-type']!;
	const boundary = /boundary=([^;]+)/.exec(contentType)?.[1];
	const text = bytes.toString('latin1').trimEnd();
	const isWhole = text.startsWith(`--${boundary}`) && text.endsWith(`--${boundary}--`);
	if (boundary === undefined || (bytes.length > 0 && !isWhole)) {
		throw new RefusedBody(400, 'The submitted form data could not be parsed.');
	}
	// n8n's parser is more tolerant: it takes a part without a name, and one with a wrong head.
	const named = text.replace(
		/(?<=\r\n)(?!content-disposition)[\w-]+: [^\r]*(?=\r\n\r\n)/gi,
		'content-disposition: form-data; name="null"',
	);
	const form = await new Response(Buffer.from(named, 'latin1'), {
		headers: { 'content-type': contentType },
	})
		.formData()
		.catch(() => new FormData());
	request.body = { data: Object.fromEntries(form.entries()), files: {} };
}

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		throw new RefusedBody(422, 'Failed to parse request body');
	}
}

const withoutMark = (text: string) => text.replace(/^\uFEFF/, '');

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
		if (length > LIMIT_BYTES) {
			// As raw-body, with which n8n reads, has it.
			throw Object.assign(new Error('request entity too large'), { status: 413, statusCode: 413 });
		}
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
