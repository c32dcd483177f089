import type {
	ICredentialDataDecryptedObject,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { authenticate } from '../nodes/Sonzai/api/authentication';

/** All that lead to another address (RFC 9110, section 15.4). */
const REDIRECTS = [301, 302, 303, 307, 308];

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

	// A declaration could not keep the key from being sent elsewhere.
	authenticate = async (
		credential: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => await Promise.resolve(authenticate(credential, request));

	test: ICredentialTestRequest = {
		request: {
			// Checked and normalised where the key is put in.
			baseURL: '={{$credentials.baseUrl}}',
			url: '/api/v1/agents',
			qs: { page_size: 1 },
		},
		// n8n applies both kinds of rules side by side; its type allows only one of them.
		rules: [
			...REDIRECTS.map((value) => ({
				type: 'responseCode',
				properties: {
					value,
					message:
						'This Base URL redirects elsewhere, and the API key is not sent there. Enter the address of the Sonzai API itself; the usual one is https://api.sonz.ai.',
				},
			})),
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
