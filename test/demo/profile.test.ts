import { readProfile } from '../../demo/profile';

const read = (env: NodeJS.ProcessEnv) => readProfile(env, '/data');

it('uses the local Sonzai API without a key', () => {
	expect(read({})).toMatchObject({
		kind: 'local',
		folder: '/data/local',
		n8nPort: 5678,
		sandboxPort: 8787,
	});
});

it('uses the real platform with a key, and keeps its data apart', () => {
	expect(read({ SONZAI_API_KEY: ' sk_1 ' })).toMatchObject({
		kind: 'platform',
		folder: '/data/platform',
		apiKey: 'sk_1',
		baseUrl: 'https://api.sonz.ai',
	});
});

it.each([
	'https://sonzai.example/',
	'https://sonzai.example/api/v1',
	'https://sonzai.example/api/v1/',
])('tolerates %s as the base URL', (baseUrl) => {
	expect(read({ SONZAI_API_KEY: 'sk_1', SONZAI_BASE_URL: baseUrl })).toMatchObject({
		baseUrl: 'https://sonzai.example',
	});
});

it.each<[string, NodeJS.ProcessEnv, string]>([
	['a base URL without a key', { SONZAI_BASE_URL: 'https://x.example' }, 'SONZAI_API_KEY is not'],
	['a base URL that is no URL', { SONZAI_BASE_URL: 'sonzai' }, 'SONZAI_BASE_URL'],
	['a webhook URL that is no URL', { N8N_WEBHOOK_URL: 'example.com' }, 'N8N_WEBHOOK_URL'],
	['a port that is none', { N8N_PORT: '99999' }, 'N8N_PORT'],
	['a port that is text', { SONZAI_SANDBOX_PORT: 'http' }, 'SONZAI_SANDBOX_PORT'],
])('refuses %s and names the variable', (_case, env, named) => {
	expect(() => read(env)).toThrow(named);
});

it('refuses a key that no header can carry, without showing it', () => {
	const refusal = () => read({ SONZAI_API_KEY: 'sk_very\nsecret' });
	expect(refusal).toThrow('SONZAI_API_KEY');
	expect(refusal).not.toThrow(/very|secret/);
});
