import type { INodeProperties } from 'n8n-workflow';
import { identifier } from './identifier';
import { agentIdOnly, agentIdOrName } from './ids';
import type { ParameterReader } from './parameterReader';
import { optionalText, requiredText } from './text';

export const agentId: INodeProperties = {
	displayName: 'Agent',
	name: 'agentId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The agent to work with',
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
			hint: 'You can also paste a link to the agent',
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
	description: 'Only results that concern this agent',
	modes: agentId.modes?.filter(({ name }) => name !== 'name'),
};

/**
 * @param filters the collection that holds the filter
 * @returns undefined when no agent is given
 * @throws InvalidInput for anything but the ID of an agent, or a link to it, and for nothing by an expression
 */
export function filteredAgent(
	parameters: ParameterReader,
	filters: INodeProperties,
): string | undefined {
	const given = parameters.entry(agentFilter, filters);
	const { value, mode } = locatorOf(given);
	const { displayName } = agentFilter;
	const text = optionalText(value, displayName);
	// What was picked from the list is an ID, whatever it looks like.
	if (text !== undefined) {
		return mode === 'list' ? identifier(text, displayName) : agentIdOnly(text, displayName);
	}
	parameters.refuseLostFilter(agentFilter, filters);
	return undefined;
}

function readAgent(given: unknown): string {
	const { displayName } = agentId;
	return agentIdOrName(requiredText(locatorOf(given).value, displayName), displayName);
}

/** An expression in place of the whole field gives the ID or name alone. */
function locatorOf(given: unknown): { readonly value: unknown; readonly mode?: unknown } {
	return typeof given === 'object' && given !== null && 'value' in given && 'mode' in given
		? given
		: { value: given };
}
