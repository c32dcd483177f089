import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { isFresh, readSignature, sign, verify } from '../../nodes/Sonzai/webhook/signature';

const SECRET = 'whsec_c2VjcmV0';
const NOW = new Date('2026-04-05T09:00:00Z');
const T = NOW.getTime() / 1000;
const BODY = Buffer.from('{"text":"héllo ✓"}');

/** Written down a second time, from the platform's description. */
const hex = (t: number | string, body: Buffer = BODY, key = 'c2VjcmV0') =>
	createHmac('sha256', key)
		.update(Buffer.concat([Buffer.from(`${t}.`), body]))
		.digest('hex');
const right = hex(T);
const wrong = 'f'.repeat(64);

/** @returns `authentic`, or why not */
function judge(
	header: string | string[] | undefined,
	{ secrets = [SECRET], body = BODY }: { secrets?: string[]; body?: Buffer } = {},
): string {
	const signature = readSignature(header);
	if (signature === undefined) return 'unsigned';
	const verification = verify(signature, body, secrets);
	if (!verification.ok) return verification.reason;
	return isFresh(verification.signedAt, 300, NOW) ? 'authentic' : 'stale';
}

it.each([
	['a signature that fits', `t=${T},v1=${right}`],
	['parts in another order', `v1=${right},t=${T}`],
	['spaces after the commas', `t=${T}, v1=${wrong}, v1=${right}`],
	['spaces around names and values', ` t = ${T} , v1 = ${right} `],
	['upper case hex', `t=${T},v1=${right.toUpperCase()}`],
	['one that fits among several', `t=${T},v1=${wrong},v1=${right},v1=${wrong}`],
	['parts of other schemes beside it', `t=${T},v0=abc,v1=${right},v2=${wrong}`],
	['the oldest signing time allowed', `t=${T - 300},v1=${hex(T - 300)}`],
	['the latest signing time allowed', `t=${T + 300},v1=${hex(T + 300)}`],
	['several hundred parts', `t=${T},${`v1=${wrong},`.repeat(400)}v1=${right}`],
])('believes %s', (_case, header) => {
	expect(judge(header)).toBe('authentic');
});

it.each([
	['no header', undefined, 'unsigned'],
	['an empty header', '', 'unsigned'],
	['a header that came twice', [`t=${T},v1=${right}`, `t=${T},v1=${right}`], 'unsigned'],
	[
		'a bare digest over the body',
		createHmac('sha256', 'c2VjcmV0').update(BODY).digest('hex'),
		'unsigned',
	],
	['no time', `v1=${right}`, 'unsigned'],
	['two times', `t=${T},t=${T},v1=${right}`, 'unsigned'],
	['a time that is no number', `t=now,v1=${right}`, 'unsigned'],
	['a negative time', `t=-${T},v1=${hex(-T)}`, 'unsigned'],
	['a time with a fraction', `t=${T}.5,v1=${hex(`${T}.5`)}`, 'unsigned'],
	['no digest', `t=${T}`, 'unsigned'],
	['a digest of another length', `t=${T},v1=${right.slice(2)}`, 'unsigned'],
	['a digest that is no hex', `t=${T},v1=${'z'.repeat(64)}`, 'unsigned'],
	['a digest of another scheme', `t=${T},v0=${right}`, 'unsigned'],
	['a wrong digest', `t=${T},v1=${wrong}`, 'mismatch'],
	['another time than the signed one', `t=${T + 1},v1=${right}`, 'mismatch'],
	['a body signed with the decoded secret', `t=${T},v1=${hex(T, BODY, 'secret')}`, 'mismatch'],
	['a body signed with the prefix', `t=${T},v1=${hex(T, BODY, SECRET)}`, 'mismatch'],
	['a signature that is too old', `t=${T - 301},v1=${hex(T - 301)}`, 'stale'],
	['a signature from the future', `t=${T + 301},v1=${hex(T + 301)}`, 'stale'],
])('refuses %s', (_case, header, disbelief) => {
	expect(judge(header)).toBe(disbelief);
});

it('believes nothing without a secret', () => {
	expect(judge(`t=${T},v1=${right}`, { secrets: [] })).toBe('secretless');
});

it('believes a signature by any of the secrets held', () => {
	expect(judge(`t=${T},v1=${right}`, { secrets: ['whsec_other', SECRET] })).toBe('authentic');
});

it('signs what it believes', () => {
	fc.assert(
		fc.property(fc.uint8Array(), fc.string(), (bytes, secret) => {
			const body = Buffer.from(bytes);
			expect(judge(sign(body, secret, NOW), { secrets: [secret], body })).toBe('authentic');
		}),
	);
});

const hostileHeader = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc
		.array(
			fc.oneof(
				fc.string(),
				fc
					.tuple(fc.constantFrom('t', 'v1', 'v0', ' t', 'v1 '), fc.string())
					.map((p) => p.join('=')),
				fc.constantFrom(`t=${T}`, `t=${T - 400}`, `v1=${wrong}`, `v1=${right.slice(1)}0`),
			),
			{ maxLength: 8 },
		)
		.map((parts) => parts.join(',')),
);

it('believes no header that was not rightly signed, and throws at none', () => {
	fc.assert(
		fc.property(hostileHeader, fc.uint8Array(), (header, bytes) => {
			fc.pre(!header.toLowerCase().includes(right));
			expect(judge(header, { body: Buffer.from(bytes) })).not.toBe('authentic');
		}),
		{ numRuns: 3000 },
	);
});

it('believes no body but the signed one', () => {
	const header = sign(BODY, SECRET, NOW);
	fc.assert(
		fc.property(fc.nat({ max: BODY.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
			const altered = Buffer.from(BODY);
			altered[at] = (altered[at] ?? 0) ^ flip;
			expect(judge(header, { body: altered })).toBe('mismatch');
		}),
	);
});
