import type { IHttpRequestOptions } from 'n8n-workflow';
import { authenticate } from '../../nodes/Sonzai/api/authentication';

const CREDENTIAL = { apiKey: ' sk_1 ', baseUrl: 'https://api.sonz.ai/api/v1/' };

it.each<Partial<IHttpRequestOptions> & { uri?: string }>([
	{ url: 'https://api.sonz.ai/api/v1/agents' },
	{ url: undefined, uri: 'https://api.sonz.ai/somewhere' },
	{ url: 'HTTPS://API.SONZ.AI:443/api/v1/agents', headers: { 'x-mine': '1' } },
])('puts the key into a request to the server that it is for: %j', (request) => {
	expect(authenticate(CREDENTIAL, request as IHttpRequestOptions)).toMatchObject({
		...request,
		headers: { ...request.headers, Authorization: 'Bearer sk_1' },
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	});
});

it('completes the request of the test by the address as it is checked', () => {
	const request = { baseURL: CREDENTIAL.baseUrl, url: '/api/v1/agents', timeout: 300_000 };
	expect(authenticate(CREDENTIAL, request)).toMatchObject({
		baseURL: 'https://api.sonz.ai',
		url: '/api/v1/agents',
		timeout: 10_000,
		abortSignal: expect.any(AbortSignal) as unknown,
	});
});

it.each<Partial<IHttpRequestOptions> & { uri?: string }>([
	{ url: 'https://elsewhere.example/api/v1/agents' },
	{ url: 'http://api.sonz.ai/api/v1/agents' },
	{ url: 'https://api.sonz.ai:8443/' },
	{ url: 'https://api.sonz.ai@elsewhere.example/' },
	{ url: undefined, uri: 'https://elsewhere.example/' },
	{ url: '//elsewhere.example/', baseURL: CREDENTIAL.baseUrl },
	{ url: 'https://elsewhere.example/', baseURL: CREDENTIAL.baseUrl },
	{ url: '/agents' },
	{ url: undefined },
])('refuses a request that goes elsewhere: %j', (request) => {
	expect(() => authenticate(CREDENTIAL, request as IHttpRequestOptions)).toThrow(
		'The Sonzai API key is sent to https://api.sonz.ai only, and this request goes to ',
	);
	expect(request.headers).toBeUndefined();
});

it('refuses a Base URL that cannot be used', () => {
	const credential = { ...CREDENTIAL, baseUrl: 'https://me:secret@api.sonz.ai' };
	expect(() => authenticate(credential, { url: 'https://api.sonz.ai/' })).toThrow(
		/holds more than an address(?!.*secret)/,
	);
});
