export interface N8nSettings {
	/** n8n keeps its database, its encryption key and the installed packages in `.n8n` below it. */
	userFolder: string;
	port: number;
	/** The port on which n8n's own task runner talks to it. */
	brokerPort: number;
	/** Where others reach this n8n's webhooks; without it, they are registered as on loopback. */
	webhookUrl?: string;
	/** Further variables; these win. */
	extra?: NodeJS.ProcessEnv;
}

// What a program needs from its surroundings. Nothing else is passed on: variables that are meant
// for another n8n of the same person (its database, its encryption key) must not reach this one,
// and neither must the Sonzai API key, which n8n keeps in its credential store.
const INHERITED =
	/^(path|home|user|logname|shell|lang|lc_.*|tz|tmpdir|temp|tmp|systemroot|windir|comspec|pathext|appdata|localappdata|userprofile|programdata|https?_proxy|all_proxy|node_extra_ca_certs|ssl_cert_(file|dir))$/i;

// Features that talk to servers of n8n or of others by themselves.
const TALKATIVE_MODULES = [
	'agents',
	'agent-evals',
	'chat-hub',
	'instance-ai',
	'mcp-registry',
	'quick-connect',
];

const NOTHING_LEAVES_THE_MACHINE = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	// Packages that are installed are still loaded; only the lists and look-ups are off.
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_AI_GATEWAY_ENABLED: 'false',
	N8N_DISABLED_MODULES: TALKATIVE_MODULES.join(','),
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
	N8N_SENTRY_DSN: '',
	N8N_FRONTEND_SENTRY_DSN: '',
};

/** The whole environment of an n8n that is reachable on loopback only and calls nobody by itself. */
export function n8nEnvironment(
	settings: N8nSettings,
	surroundings: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
	const inherited = Object.fromEntries(
		Object.entries(surroundings).filter(([name]) => INHERITED.test(name)),
	);
	return {
		...inherited,
		...NOTHING_LEAVES_THE_MACHINE,
		NO_PROXY: [surroundings.NO_PROXY ?? surroundings.no_proxy, '127.0.0.1', 'localhost']
			.filter(Boolean)
			.join(','),
		N8N_USER_FOLDER: settings.userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(settings.port),
		N8N_RUNNERS_BROKER_PORT: String(settings.brokerPort),
		N8N_WEBHOOK_URL: settings.webhookUrl ?? `http://127.0.0.1:${settings.port}/`,
		// A tunnel or a reverse proxy stands between this n8n and those who reach it from outside.
		...(settings.webhookUrl === undefined ? {} : { N8N_PROXY_HOPS: '1' }),
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${settings.port}/`,
		// The login cookie has to work over plain http.
		N8N_SECURE_COOKIE: 'false',
		N8N_PYTHON_ENABLED: 'false',
		// Spares a V8 isolate, about 35 ms, for each delivery that evaluates no expression.
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
		NO_COLOR: '1',
		...settings.extra,
	};
}
