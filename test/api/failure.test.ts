import fc from 'fast-check';
import type { INode } from 'n8n-workflow';
import {
	connectionFailure,
	RequestFailure,
	statusFailure,
	toNodeApiError,
} from '../../nodes/Sonzai/api/failure';

const BASE = { baseUrl: 'https://api.sonz.ai' };
const NODE = { name: 'Sonzai' } as INode;

it('is readable whatever the answer holds', () => {
	fc.assert(
		fc.property(fc.integer({ min: 300, max: 599 }), fc.jsonValue(), (status, body) => {
			const { message, description } = statusFailure(status, {}, body, BASE);
			expect(message).not.toMatch(/undefined|\[object|^\s*$/);
			expect(description).toMatch(/\S[.!?]$/);
		}),
	);
});

it('keeps the status and Retry-After for those who decide on them', () => {
	const failure = statusFailure(429, { 'retry-after': '7' }, {}, BASE);
	const error = toNodeApiError(NODE, failure, 3);
	expect(error.httpCode).toBe('429');
	expect(error.errorResponse).toEqual({ statusCode: 429, headers: { 'retry-after': '7' } });
	expect(error.context.itemIndex).toBe(3);
});

it('names no item where there is none', () => {
	const error = toNodeApiError(NODE, connectionFailure('ECONNREFUSED', BASE));
	expect(error.context.itemIndex).toBeUndefined();
	expect(error.message).toBe('Sonzai at https://api.sonz.ai refused the connection');
});

it.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED'])('says what %s means', (code) => {
	expect(connectionFailure(code, BASE).description).toContain('certificate is not trusted');
});

it('says nothing of what may have happened when nothing was sent', () => {
	const creation = { ...BASE, mayHaveHappened: 'It may exist.' };
	expect(connectionFailure('ECONNREFUSED', creation).description).not.toContain('It may exist');
	expect(connectionFailure('ECONNRESET', creation).description).toBe('It may exist.');
	expect(statusFailure(422, {}, {}, creation).description).not.toContain('It may exist');
});

it('hides a secret that an answer repeats', () => {
	const failure = new RequestFailure('key sk_1 is unknown', 'sk_1 and sk_1', 401).without('sk_1');
	expect([failure.message, failure.description, failure.status]).toEqual([
		'key … is unknown',
		'… and …',
		401,
	]);
	expect(failure.without('')).toBe(failure);
});
