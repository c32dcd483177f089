import { credentialRows } from '../credential';
import type { Row } from '../row';

export const credentialFieldRows: Row[] = credentialRows({
	apiKey: [
		{ as: 'the right one', entered: ({ apiKey }) => ({ apiKey }) },
		{ as: 'with a line break behind it', entered: ({ apiKey }) => ({ apiKey: ` ${apiKey}\n` }) },
		{
			as: 'another one',
			entered: () => ({ apiKey: 'sk_other' }),
			fails: { test: /does not accept this API key/, execution: /does not accept the API key/ },
		},
	],
	baseUrl: [
		{ as: 'the origin', entered: ({ url }) => ({ baseUrl: url }) },
		{ as: 'with a slash behind it', entered: ({ url }) => ({ baseUrl: `${url}/` }) },
		{
			as: 'with the path of the API',
			entered: ({ url }) => ({ baseUrl: ` ${url}/api/v1/ ` }),
		},
		{
			as: 'another server',
			entered: ({ controlUrl }) => ({ baseUrl: controlUrl }),
			fails: {
				test: /no Sonzai API at this Base URL/,
				execution: /HTTP 404/,
			},
		},
	],
});
