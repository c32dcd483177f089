import type { INodeProperties, IPollFunctions } from 'n8n-workflow';
import { eventOptions } from '../events/catalogue';
import { InvalidInput } from '../errors/invalidInput';
import { collection, filtersField } from '../parameters/collections';
import { shownIf } from '../parameters/conditionalField';
import { customEvents } from '../parameters/event';
import { agentIdOrName } from '../parameters/ids';
import { NodeParameters } from '../parameters/nodeParameters';
import { requiredProjectId } from '../parameters/project';
import { userIdFilter } from '../parameters/user';

const source: INodeProperties = {
	// n8n's node picker lists the options of a field of this name as the ways to start a workflow.
	displayName: 'Trigger On',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Agent Messages',
			value: 'agent',
			action: 'On new agent message',
			description: 'Messages that agents send on their own',
		},
		{
			name: 'Failed Deliveries',
			value: 'failedDeliveries',
			action: 'On failed event delivery',
			description: 'Events that Sonzai gave up delivering to a webhook',
		},
		{
			name: 'Project Notifications',
			value: 'project',
			action: 'On new project notification',
			description: 'Notifications of a whole project that nobody has acknowledged',
		},
	],
	default: 'agent',
	description: 'Where new messages come from',
};

const agentIds = shownIf(
	{ source: ['agent'] },
	{
		displayName: 'Agent Names or IDs',
		name: 'agentIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getAgents' },
		default: [],
		description:
			'The agents to watch. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
);

const projectId = shownIf(
	{ source: ['project'] },
	{
		...requiredProjectId,
	},
);

const optionalProjectId = shownIf(
	{ source: ['failedDeliveries'] },
	{
		...projectId,
		description: 'A project other than the one that the API key belongs to',
	},
);

const eventTypes = shownIf(
	{ source: ['project', 'failedDeliveries'] },
	{
		displayName: 'Event Types',
		name: 'eventTypes',
		type: 'multiOptions',
		options: eventOptions,
		default: [],
		description:
			'Only events of these types. Leave empty for all; for Failed Deliveries, that is every event with a webhook.',
	},
);

const consume = shownIf(
	{ source: ['agent', 'project'] },
	{
		displayName: 'Mark as Consumed',
		name: 'consume',
		type: 'options',
		options: [
			{
				name: 'After Hand-Over',
				value: 'afterHandOver',
				description: 'At the next poll, once n8n has saved that it took the message over',
			},
			{
				name: 'Never',
				value: 'never',
				description:
					'Start the workflow once for each message, and leave marking it to the workflow',
			},
		],
		default: 'afterHandOver',
		description: 'When to mark messages as handled in Sonzai',
	},
);

const neverNotice = shownIf(
	{ source: ['agent', 'project'], consume: ['never'] },
	{
		displayName:
			'Sonzai shows at most 500 pending messages of an agent, and 200 of a project. Let the workflow mark what it has handled: beyond these numbers, new messages stay unseen.',
		name: 'neverNotice',
		type: 'notice',
		default: '',
	},
);

const filters = shownIf(
	{ source: ['agent', 'project'] },
	{
		...filtersField({ ...userIdFilter, description: 'Only messages to this user' }),
	},
);

const options = shownIf(
	{ source: ['project', 'failedDeliveries'] },
	{
		...collection('Options', 'options', 'Add option', [customEvents]),
	},
);

/** Everything that the panel of the polling trigger shows, besides n8n's own Poll Times. */
export const properties: INodeProperties[] = [
	source,
	agentIds,
	projectId,
	optionalProjectId,
	eventTypes,
	consume,
	neverNotice,
	filters,
	options,
];

/** What the user set, checked. */
export type Settings = Watched & {
	/** Whether to consume on the platform what was handed over. */
	readonly consumes: boolean;
};

type Watched =
	| { readonly source: 'agent'; readonly agents: readonly string[]; readonly userId?: string }
	| {
			readonly source: 'project';
			readonly projectId: string;
			/** Empty for all. */
			readonly eventTypes: readonly string[];
			readonly userId?: string;
	  }
	| {
			readonly source: 'failedDeliveries';
			/** Absent for the project of the API key. */
			readonly projectId?: string;
			/** Empty for all that have a webhook. */
			readonly eventTypes: readonly string[];
	  };

/**
 * Reads the polling trigger's parameters.
 *
 * @throws InvalidInput that names the field
 */
export function readSettings(context: IPollFunctions): Settings {
	const parameters = new NodeParameters(context);
	const userId = () => parameters.filter(userIdFilter, filters);
	const chosenTypes = () =>
		distinct([...parameters.ids(eventTypes), ...parameters.ids(customEvents, options)]);
	const consumes = parameters.choice(consume) === 'afterHandOver';

	switch (parameters.choice(source)) {
		case 'project':
			return {
				source: 'project',
				projectId: parameters.id(projectId),
				eventTypes: chosenTypes(),
				userId: userId(),
				consumes,
			};
		case 'failedDeliveries':
			return {
				source: 'failedDeliveries',
				projectId: parameters.optionalId(projectId),
				eventTypes: chosenTypes(),
				consumes,
			};
		default:
			return { source: 'agent', agents: readAgents(parameters), userId: userId(), consumes };
	}
}

function readAgents(parameters: NodeParameters): string[] {
	const agents = distinct(
		parameters.texts(agentIds).map((text) => agentIdOrName(text, agentIds.displayName)),
	);
	if (agents.length > 0) return agents;
	throw new InvalidInput(
		`'${agentIds.displayName}' is empty`,
		'Choose at least one agent. If it is an expression, check in its preview that it returns a value.',
	);
}

function distinct(texts: readonly string[]): string[] {
	return [...new Set(texts)];
}
