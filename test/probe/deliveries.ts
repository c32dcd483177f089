import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Delivery } from './n8nUnderProbe';

const BODY = '{"n":1}';
const JSON_TYPE = { 'content-type': 'application/json' };

export const DELIVERY: Delivery = { headers: JSON_TYPE, body: BODY };

const encoded = (encoding: string, body: Buffer | string): Delivery => ({
	headers: { ...JSON_TYPE, 'content-encoding': encoding },
	body,
});

/** What may arrive on a trigger's URL beside the usual. */
export const BODIES: Record<string, Delivery> = {
	'JSON in gzip': encoded('gzip', gzipSync(BODY)),
	'JSON in deflate': encoded('deflate', deflateSync(BODY)),
	'JSON in Brotli': encoded('br', brotliCompressSync(BODY)),
	'JSON in broken gzip': encoded('gzip', 'no gzip'),
	'other content in broken gzip': {
		headers: { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' },
		body: 'no gzip',
	},
	'what is not JSON': { headers: JSON_TYPE, body: 'no JSON' },
	'an empty body': { headers: JSON_TYPE, body: '' },
	'JSON with a byte order mark': { headers: JSON_TYPE, body: `\uFEFF${BODY}` },
	'JSON with a character set': {
		headers: { 'content-type': 'application/json; charset=utf-16le' },
		body: Buffer.from(BODY, 'utf16le'),
	},
	text: { headers: { 'content-type': 'text/plain' }, body: 'some text' },
	'a form': {
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: 'n=1',
	},
	'a form in parts': {
		headers: { 'content-type': 'multipart/form-data; boundary=x' },
		body: '--x\r\ncontent-disposition: form-data; name="n"\r\n\r\n1\r\n--x--\r\n',
	},
	'a form in parts that is none': {
		headers: { 'content-type': 'multipart/form-data; boundary=x' },
		body: BODY,
	},
	'a form in parts without a boundary': {
		headers: { 'content-type': 'multipart/form-data' },
		body: BODY,
	},
	'a form in parts with a part that has no name': {
		headers: { 'content-type': 'multipart/form-data; boundary=x' },
		body: '--x\r\na: b\r\n\r\n1\r\n--x--\r\n',
	},
	bytes: { headers: { 'content-type': 'application/octet-stream' }, body: BODY },
	'more than 16 MB of JSON': { headers: JSON_TYPE, body: `"${'x'.repeat(17 * 1024 * 1024)}"` },
	'more than 16 MB of bytes': {
		headers: { 'content-type': 'application/octet-stream' },
		body: 'x'.repeat(17 * 1024 * 1024),
	},
};
