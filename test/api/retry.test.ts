import fc from 'fast-check';
import { mayHaveArrived, retryDelay, type Fault } from '../../nodes/Sonzai/api/retry';

const NOW = new Date('2030-01-01T00:00:00Z');
const FIRST = { attempt: 1, waited: 0 };
const MIDDLE = 0.5;

const delay = (fault: Fault, repeatable = true, past = FIRST, random = MIDDLE) =>
	retryDelay(fault, repeatable, past, NOW, random);

it.each<[string, Fault, boolean, number | undefined]>([
	['503 of a read', { status: 503 }, true, 300],
	['503 of a creation', { status: 503 }, false, undefined],
	['408 of a read', { status: 408 }, true, 300],
	['501', { status: 501 }, true, undefined],
	['505', { status: 505 }, true, undefined],
	['522 of a proxy', { status: 522 }, true, 300],
	['522 of a creation', { status: 522 }, false, undefined],
	['404', { status: 404 }, true, undefined],
	['200 that could not be read', { status: 200 }, true, undefined],
	['429 of a read', { status: 429 }, true, 300],
	['429 of a creation', { status: 429 }, false, 300],
	['429 with seconds', { status: 429, retryAfter: '7' }, false, 7000],
	['429 with a date', { status: 429, retryAfter: 'Tue, 01 Jan 2030 00:00:09 GMT' }, true, 9000],
	['429 with a past date', { status: 429, retryAfter: 'Tue, 01 Jan 2029 00:00:09 GMT' }, true, 300],
	['429 with nonsense', { status: 429, retryAfter: 'soon' }, true, 300],
	['429 with an empty header', { status: 429, retryAfter: '' }, true, 300],
	['429 with minus one', { status: 429, retryAfter: '-1' }, true, 300],
	['429 with a minute', { status: 429, retryAfter: '60' }, true, 60_000],
	['429 with more than a minute', { status: 429, retryAfter: '61' }, true, undefined],
	['503 with seconds', { status: 503, retryAfter: '2' }, true, 2000],
	['a reset of a read', { code: 'ECONNRESET' }, true, 300],
	['a reset of a creation', { code: 'ECONNRESET' }, false, undefined],
	['a refused connection of a creation', { code: 'ECONNREFUSED' }, false, 300],
	['an unknown host', { code: 'ENOTFOUND' }, true, undefined],
	['a certificate', { code: 'CERT_HAS_EXPIRED' }, true, undefined],
	['a cancelled request', { code: 'ERR_CANCELED' }, true, undefined],
	['a connection fault without a code', {}, true, 300],
	['a connection fault of a creation without a code', {}, false, undefined],
])('waits after %s', (_what, fault, repeatable, expected) => {
	expect(delay(fault, repeatable)).toBe(expected);
});

it('doubles the pause from attempt to attempt, and gives up after four', () => {
	const pauses = [1, 2, 3, 4].map((attempt) =>
		delay({ status: 503 }, true, { attempt, waited: 0 }),
	);
	expect(pauses).toEqual([300, 600, 1200, undefined]);
});

it('comes back ten times as long as the platform says when', () => {
	const fault = { status: 429, retryAfter: '1' };
	expect(delay(fault, true, { attempt: 9, waited: 9000 })).toBeGreaterThanOrEqual(1000);
	expect(delay(fault, true, { attempt: 10, waited: 9000 })).toBeUndefined();
});

it('waits for a minute in all', () => {
	const fault = { status: 429, retryAfter: '30' };
	expect(delay(fault, true, { attempt: 2, waited: 30_000 })).toBe(30_000);
	expect(delay(fault, true, { attempt: 3, waited: 60_000 })).toBeUndefined();
});

it('never waits less than told, less than nothing, or more than a minute', () => {
	const fault = fc.record(
		{
			status: fc.constantFrom(408, 429, 500, 502, 503, 504),
			retryAfter: fc.oneof(fc.nat(100).map(String), fc.string()),
		},
		{ requiredKeys: ['status'] },
	);
	const past = fc.record({ attempt: fc.integer({ min: 1, max: 12 }), waited: fc.nat(70_000) });
	fc.assert(
		fc.property(fault, past, fc.double({ min: 0, max: 1, noNaN: true }), (about, so, random) => {
			const pause = delay(about, true, so, random);
			if (pause === undefined) return;
			const told = /^\d+$/.test(about.retryAfter ?? '') ? Number(about.retryAfter) * 1000 : 0;
			expect(pause).toBeGreaterThanOrEqual(Math.max(told, 150));
			expect(so.waited + pause).toBeLessThanOrEqual(60_000);
		}),
	);
});

it.each([
	['ECONNREFUSED', false],
	['ENOTFOUND', false],
	['CERT_HAS_EXPIRED', false],
	['ECONNRESET', true],
	['ECONNABORTED', true],
	['ERR_BAD_RESPONSE', true],
	[undefined, true],
])('knows whether a request may have arrived when its connection failed with %s', (code, may) => {
	expect(mayHaveArrived(code)).toBe(may);
});
