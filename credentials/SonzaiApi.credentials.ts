import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

export class SonzaiApi implements ICredentialType {
	name = 'sonzaiApi';

	displayName = 'Sonzai API';

	icon: Icon = {
		light: 'file:../nodes/Sonzai/sonzai.svg',
		dark: 'file:../nodes/Sonzai/sonzai.dark.svg',
	};

	documentationUrl = 'https://github.com/sonz-ai/n8n-nodes-sonzai#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. sk_…',
			description:
				'Create one in the Sonzai dashboard, in the settings of the project that your agents live in',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.sonz.ai',
			placeholder: 'e.g. https://api.sonz.ai',
			description: 'Change it only if Sonzai runs on a server of your own',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: { Authorization: '=Bearer {{$credentials.apiKey.trim()}}' },
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{$credentials.baseUrl.trim().replace(/\\/+$/, "").replace(/\\/api(\\/v1)?$/, "")}}',
			url: '/api/v1/agents',
			qs: { page_size: 1 },
			timeout: 10_000,
		},
		// n8n applies both kinds of rules side by side; its type allows only one of them.
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Sonzai does not accept this API key. Copy it again from the Sonzai dashboard.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message: 'This API key is valid, but may not list agents. Use a key of the project.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'There is no Sonzai API at this Base URL. The usual one is https://api.sonz.ai.',
				},
			},
			{
				// A web page or another service answers 200 too, but without a list of agents.
				type: 'responseSuccessBody',
				properties: {
					key: 'items',
					value: undefined,
					message: 'There is no Sonzai API at this Base URL. The usual one is https://api.sonz.ai.',
				},
			},
		] as ICredentialTestRequest['rules'],
	};
}
