import type { INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../errors/invalidInput';
import type { ParameterReader } from './parameterReader';
import { requiredText } from './values';

export const agentId: INodeProperties = {
	displayName: 'Agent',
	name: 'agentId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The agent that this is about',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchAgents', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 8f14e45f-ceea-467f-a8b4-9d0c3a1f7b21',
			hint: 'A link to the agent is understood, too',
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. Luna',
		},
	],
};

/**
 * Reads the agent: an ID or a name, which the API takes in the same place (Sonzai's OpenAPI
 * document: "Agent UUID or URL-encoded agent name").
 *
 * @throws InvalidInput when nothing, or something else than a text, was given
 */
export function agent(parameters: ParameterReader): string {
	return readAgent(parameters.value(agentId));
}

/** An agent as a filter: here the API takes IDs alone (Sonzai's OpenAPI document: "Filter by agent ID"). */
export const agentFilter: INodeProperties = {
	...agentId,
	required: false,
	description: 'Only what concerns this agent',
	modes: agentId.modes?.filter(({ name }) => name !== 'name'),
};

/**
 * @param filters the collection that holds the filter
 * @returns undefined when no agent is given
 * @throws InvalidInput when something else than a text was given, or nothing by an expression
 */
export function filteredAgent(
	parameters: ParameterReader,
	filters: INodeProperties,
): string | undefined {
	const given = parameters.entry(agentFilter, filters);
	const { value } = locatorOf(given);
	if (value !== undefined && value !== null && value !== '') return readAgent(given);
	parameters.refuseLostFilter(agentFilter, filters);
	return undefined;
}

function readAgent(given: unknown): string {
	return agentOfLink(requiredText(locatorOf(given).value, agentId.displayName));
}

/** An expression in place of the whole field gives the ID or name alone. */
function locatorOf(given: unknown): { readonly value: unknown } {
	return typeof given === 'object' && given !== null && 'value' in given && 'mode' in given
		? given
		: { value: given };
}

/** The agent that a link to the dashboard or the API names; anything else is returned as it is. */
function agentOfLink(text: string): string {
	if (!/^https?:\/\//i.test(text)) return text;
	const segment = /\/agents\/([^/?#]+)/.exec(text)?.[1];
	if (segment === undefined) {
		throw new InvalidInput(
			`'${agentId.displayName}' is a link that names no agent`,
			'Paste a link with /agents/ and an ID in it, or the ID alone.',
		);
	}
	return decoded(segment);
}

function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		// A percent sign that encodes nothing is part of the name.
		return segment;
	}
}
