import fc from 'fast-check';
import { connectionFailure, statusFailure } from '../../nodes/Sonzai/api/failure';

const BASE = { baseUrl: 'https://api.sonz.ai' };

const problem = fc.record(
	{
		title: fc.jsonValue(),
		detail: fc.jsonValue(),
		error: fc.jsonValue(),
		errors: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
	},
	{ requiredKeys: [] },
);
const answer = fc.oneof(problem, fc.jsonValue());

it('is readable whatever the answer holds', () => {
	fc.assert(
		fc.property(fc.integer({ min: 300, max: 599 }), answer, (status, body) => {
			const { message, description } = statusFailure(status, {}, body, BASE);
			expect(message).not.toMatch(/undefined|\[object|^\s*$/);
			expect(description).toMatch(/\S[.!?]$/);
		}),
	);
});

it.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'])(
	'says what %s means',
	(code) => {
		expect(connectionFailure(code, BASE).description).toContain('certificate is not trusted');
	},
);

it.each([
	['ECONNABORTED', 'did not answer in time', 'Try again later.'],
	['ETIMEDOUT', 'did not answer in time', 'Try again later.'],
	[
		'EAI_AGAIN',
		'could not be looked up',
		'The name server used by this n8n does not answer: check its network.',
	],
	['EHOSTUNREACH', 'cannot be reached from this n8n', 'Check its network.'],
	['ENETUNREACH', 'cannot be reached from this n8n', 'Check its network.'],
	['ERR_SOMETHING_NEW', 'could not be reached', ''],
	[undefined, 'could not be reached', ''],
])('says what it means that a connection fails with %s', (code, happened, todo) => {
	const { message, description } = connectionFailure(code, BASE);
	expect(message).toBe(`Sonzai at https://api.sonz.ai ${happened}`);
	const address =
		'Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai.';
	expect(description).toBe([todo, address].filter(Boolean).join(' '));
});

it('says nothing of what may have happened when nothing was sent', () => {
	const doubt = { happened: 'It may exist', todo: 'Look first.' };
	const creation = { ...BASE, mayHaveHappened: doubt };
	expect(connectionFailure('ECONNREFUSED', creation).message).not.toContain('It may exist');
	expect(connectionFailure('ECONNRESET', creation)).toMatchObject({
		message: expect.stringMatching(/\. It may exist$/) as string,
		description: 'Look first.',
	});
	expect(statusFailure(422, {}, {}, creation).message).not.toContain('It may exist');
});
