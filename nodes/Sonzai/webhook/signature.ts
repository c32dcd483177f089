import { createHmac, timingSafeEqual } from 'crypto';

/** A `Sonzai-Signature` header, taken apart. */
export interface Signature {
	/** Unix seconds, as received: the text is part of what was signed. */
	readonly timestamp: string;
	readonly digests: readonly Buffer[];
}

/** What a comparison with the signing secrets found. */
export type Verification =
	| { readonly ok: true; readonly signedAt: Date }
	| { readonly ok: false; readonly reason: 'secretless' | 'mismatch' };

/** As Node.js names the headers of a request: in lower case. */
export const SIGNATURE_HEADER = 'sonzai-signature';

const SECRET_PREFIX = 'whsec_';
const DIGEST_HEX = /^[0-9a-f]{64}$/i;

/**
 * Reads `t=<unix seconds>,v1=<hex>[,v1=<hex>…]`. The parts come in any order, with or without spaces.
 *
 * @param header the header's value; an array is a header that was sent several times
 * @returns undefined unless there is exactly one timestamp and at least one digest
 */
export function readSignature(header: string | string[] | undefined): Signature | undefined {
	if (typeof header !== 'string') return undefined;
	const timestamps: string[] = [];
	const digests: Buffer[] = [];
	for (const part of header.split(',')) {
		const [name, value = ''] = part.split('=', 2).map((text) => text.trim());
		if (name === 't') timestamps.push(value);
		if (name === 'v1' && DIGEST_HEX.test(value)) digests.push(Buffer.from(value, 'hex'));
	}
	const [timestamp] = timestamps;
	if (timestamps.length !== 1 || timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) {
		return undefined;
	}
	return digests.length === 0 ? undefined : { timestamp, digests };
}

/**
 * Compares a signature with what the secrets give: `v1` is the HMAC-SHA256 of `<t>.<raw body>`. While
 * a secret is being rotated there are several `v1`, of which one has to match.
 *
 * @param rawBody as signed: not compressed
 * @param secrets the signing secrets held, `whsec_…`; with none, nothing is authentic
 */
export function verify(
	{ timestamp, digests }: Signature,
	rawBody: Buffer,
	secrets: readonly string[],
): Verification {
	if (secrets.length === 0) return { ok: false, reason: 'secretless' };
	const expected = secrets.map((secret) => digest(secret, timestamp, rawBody));
	// Every pair is compared, so that the time taken does not show which of them came close.
	const matches = expected.flatMap((right) =>
		digests.map((given) => timingSafeEqual(right, given)),
	);
	if (!matches.includes(true)) return { ok: false, reason: 'mismatch' };
	return { ok: true, signedAt: new Date(Number(timestamp) * 1000) };
}

/** @returns whether the signing time is at most so many seconds away from now, in either direction */
export function isFresh(signedAt: Date, toleranceSeconds: number, now: Date): boolean {
	return Math.abs(now.getTime() - signedAt.getTime()) <= toleranceSeconds * 1000;
}

/**
 * Signs a body as Sonzai does.
 *
 * @returns the value of the `Sonzai-Signature` header
 */
export function sign(rawBody: Buffer, secret: string, now: Date): string {
	const timestamp = Math.floor(now.getTime() / 1000).toString();
	return `t=${timestamp},v1=${digest(secret, timestamp, rawBody).toString('hex')}`;
}

function digest(secret: string, timestamp: string, rawBody: Buffer): Buffer {
	// The key is the text after the prefix. It looks like base64 but is not.
	const key = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret;
	return createHmac('sha256', key).update(`${timestamp}.`).update(rawBody).digest();
}
