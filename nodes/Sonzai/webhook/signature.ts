import { createHmac, timingSafeEqual } from 'crypto';

/**
 * Why a delivery is not believed:
 * - `unsigned`: there is no readable signature
 * - `secretless`: this node holds no secret to compare it with
 * - `mismatch`: no signature fits the body and any of the secrets
 * - `stale`: rightly signed, but at another time than now
 */
export type Disbelief = 'unsigned' | 'secretless' | 'mismatch' | 'stale';

interface SignatureHeader {
	/** As received: it is part of what was signed. */
	readonly timestamp: string;
	readonly digests: readonly Buffer[];
}

const SECRET_PREFIX = 'whsec_';
const DIGEST_HEX = /^[0-9a-f]{64}$/i;

/**
 * Verifies a delivery. Sonzai signs with `Sonzai-Signature: t=<unix seconds>,v1=<hex>`, where v1 is
 * the HMAC-SHA256 of `<t>.<raw body>`; while a secret is being rotated there are several v1, of
 * which one has to match. The parts come in any order, with or without spaces.
 *
 * @param header the header's value; an array is a header that was sent several times
 * @param secrets the signing secrets held, `whsec_…`; with none, nothing is believed
 * @param toleranceSeconds how far the signing time may be from now, in both directions
 * @returns undefined when the delivery is authentic and fresh
 */
export function disbelieve(
	header: string | string[] | undefined,
	rawBody: Buffer,
	secrets: readonly string[],
	toleranceSeconds: number,
	now: Date,
): Disbelief | undefined {
	const parsed = typeof header === 'string' ? parse(header) : undefined;
	if (parsed === undefined) return 'unsigned';
	if (secrets.length === 0) return 'secretless';
	const expected = secrets.map((secret) => digest(secret, parsed.timestamp, rawBody));
	// Every pair is compared, so that the time taken does not tell which of them came close.
	const matches = expected.flatMap((right) =>
		parsed.digests.map((given) => timingSafeEqual(right, given)),
	);
	if (!matches.includes(true)) return 'mismatch';
	const age = now.getTime() / 1000 - Number(parsed.timestamp);
	return Math.abs(age) <= toleranceSeconds ? undefined : 'stale';
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
	// The key is the text after the prefix. It looks like base64 and is not.
	const key = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret;
	return createHmac('sha256', key).update(`${timestamp}.`).update(rawBody).digest();
}

/** @returns undefined unless there is exactly one timestamp and at least one digest */
function parse(header: string): SignatureHeader | undefined {
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
