import type { INodeProperties } from 'n8n-workflow';
import { shownIf } from './conditionalField';
import type { ParameterReader } from './parameterReader';

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
	description: 'The project whose agents to use',
};

/** The project of an operation that has no scope to choose. */
export const requiredProjectId: INodeProperties = {
	displayName: 'Project ID',
	name: 'projectId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 2f1c7c8e-4d3b-4a56-9f0e-7a1d5b6c8e90',
	description: 'The ID of the project, from the Sonzai dashboard',
	hint: "An API key cannot list projects. The ID of the key's own project is the project_id that Agent > Get Many returns.",
};

export const projectId = shownIf(
	{ scope: ['project'] },
	{
		...requiredProjectId,
	},
);

/**
 * @returns undefined for the project of the API key
 * @throws InvalidInput when another project is chosen, but not named, and for an unknown choice
 */
export function projectOfScope(parameters: ParameterReader): string | undefined {
	return parameters.choice(scope) === 'project' ? parameters.id(projectId) : undefined;
}
