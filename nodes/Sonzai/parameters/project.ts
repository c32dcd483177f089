import type { INodeProperties } from 'n8n-workflow';

export const scope: INodeProperties = {
	displayName: 'Scope',
	name: 'scope',
	type: 'options',
	options: [
		{
			name: 'Account',
			value: 'account',
			description: 'The project that the API key belongs to',
		},
		{ name: 'Project', value: 'project', description: 'Another project, by its ID' },
	],
	default: 'account',
	description: 'Whose agents this is about',
};

export const projectId: INodeProperties = {
	displayName: 'Project ID',
	name: 'projectId',
	type: 'string',
	required: true,
	displayOptions: { show: { scope: ['project'] } },
	default: '',
	placeholder: 'e.g. 2f1c7c8e-4d3b-4a56-9f0e-7a1d5b6c8e90',
	description: 'The ID of the project, from the Sonzai dashboard',
};
