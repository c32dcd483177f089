import { n8nEnvironment } from '../../harness/n8n/environment';

const SETTINGS = { userFolder: '/data/n8n', port: 5678, brokerPort: 5679 };

it('keeps variables of another n8n, and keys, away from this one', () => {
	const env = n8nEnvironment(SETTINGS, {
		PATH: '/bin',
		N8N_ENCRYPTION_KEY: 'theirs',
		DB_TYPE: 'postgresdb',
		WEBHOOK_URL: 'https://theirs.example',
		SONZAI_API_KEY: 'sk_secret',
		npm_config_registry: 'https://registry.example',
	});
	expect(env.PATH).toBe('/bin');
	expect(Object.values(env).join()).not.toMatch(/theirs|postgresdb|sk_secret|registry\.example/);
});

it('listens on loopback, and is reached there unless told otherwise', () => {
	expect(n8nEnvironment(SETTINGS, {})).toMatchObject({
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_WEBHOOK_URL: 'http://127.0.0.1:5678/',
	});
	expect(n8nEnvironment({ ...SETTINGS, webhookUrl: 'https://n8n.example' }, {})).toMatchObject({
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_WEBHOOK_URL: 'https://n8n.example',
	});
});

it('passes a proxy on, but not for loopback', () => {
	const env = n8nEnvironment(SETTINGS, { https_proxy: 'http://proxy:3128', no_proxy: 'intranet' });
	expect(env).toMatchObject({
		https_proxy: 'http://proxy:3128',
		NO_PROXY: 'intranet,127.0.0.1,localhost',
	});
	expect(env.no_proxy).toBeUndefined();
});
