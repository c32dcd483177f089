import type { INodeProperties } from 'n8n-workflow';

export const concurrency: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 20,
	description:
		'How many items to work on at the same time. Lower it if Sonzai limits the rate of your API key.',
};
