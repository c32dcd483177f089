import { RequestFailure } from '../../nodes/Sonzai/errors/requestFailure';

it('hides a secret that an answer repeats', () => {
	const failure = new RequestFailure('key sk_1 is unknown', 'sk_1 and sk_1', 401).without('sk_1');
	expect([failure.message, failure.description, failure.status]).toEqual([
		'key … is unknown',
		'… and …',
		401,
	]);
	expect(failure.without('')).toBe(failure);
});
