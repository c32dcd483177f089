import type { IHookFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';
import { eventOptions } from '../events/catalogue';
import { collection, filtersField } from '../parameters/collections';
import { customEvents } from '../parameters/event';
import { InvalidInput } from '../errors/invalidInput';
import { NodeParameters } from '../parameters/nodeParameters';
import { agentIdOnly, comparableId } from '../parameters/ids';
import { projectId, projectOfScope, scope } from '../parameters/project';
import type { Filters } from './filters';

const events: INodeProperties = {
	displayName: 'Trigger On',
	name: 'events',
	type: 'multiOptions',
	options: eventOptions,
	default: [],
	description: 'The events that start this workflow',
};

const onConflict: INodeProperties = {
	displayName: 'If Already Registered',
	name: 'onConflict',
	type: 'options',
	options: [
		{
			name: 'Fail',
			value: 'fail',
			description: 'Leave the registration as it is, and do not publish this workflow',
		},
		{
			name: 'Take Over',
			value: 'takeOver',
			description:
				'Deliver to this workflow instead, and give the registration back when the workflow is unpublished. Its owner has to rotate the signing secret afterwards.',
		},
	],
	default: 'fail',
	description: 'What to do when an event is delivered to another URL already',
};

const agentIds: INodeProperties = {
	displayName: 'Agent IDs',
	name: 'agentIds',
	type: 'string',
	default: '',
	placeholder: 'e.g. 8f14e45f-ceea-467f-a8b4-9d0c3a1f7b21',
	description:
		'Only events of these agents, by ID. Links to agents are understood, names are not. Separate several with commas.',
};

const userIds: INodeProperties = {
	displayName: 'User IDs',
	name: 'userIds',
	type: 'string',
	default: '',
	placeholder: 'e.g. user-123, user-456',
	description: 'Only events that concern these users. Separate several with commas.',
};

const filters = filtersField(agentIds, userIds);

const ignoreDuplicates: INodeProperties = {
	displayName: 'Ignore Duplicates',
	name: 'ignoreDuplicates',
	type: 'boolean',
	default: false,
	description:
		'Whether to skip an event that this n8n process has accepted before: one of the last 500 of its type with the same payload. Sonzai may deliver an event more than once. After a restart, or where several processes receive webhooks, add the Remove Duplicates node.',
};

const toleranceSeconds: INodeProperties = {
	displayName: 'Tolerance (Seconds)',
	name: 'toleranceSeconds',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 300,
	description:
		"How far the time of signing may differ from this n8n's clock, in either direction. Other deliveries are refused.",
};

const options = collection('Options', 'options', 'Add option', [
	customEvents,
	ignoreDuplicates,
	toleranceSeconds,
]);

/** Everything that the panel of the trigger shows. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'Sonzai keeps one webhook URL per event and project, and this node takes none away from others unless you say so below. While you listen for a test event, a published workflow keeps receiving every event, and the test gets a copy.',
		name: 'oneUrlNotice',
		type: 'notice',
		default: '',
	},
	events,
	scope,
	projectId,
	onConflict,
	filters,
	options,
];

/** What is registered with Sonzai, checked. */
export interface Subscribed {
	readonly events: readonly string[];
	/** Absent for the project of the API key. */
	readonly projectId?: string;
}

/** What decides whether an authentic event starts the workflow, checked. */
export interface Rules extends Filters {
	readonly ignoreDuplicates: boolean;
	readonly toleranceSeconds: number;
}

type Context = IHookFunctions | IWebhookFunctions;

/** @throws InvalidInput that names the field */
export function readSubscribed(context: Context): Subscribed {
	const parameters = new NodeParameters(context);
	const chosen = [...parameters.ids(events), ...parameters.ids(customEvents, options)];
	if (chosen.length === 0) {
		throw new InvalidInput(
			`'${events.displayName}' is empty`,
			'Choose at least one event, or add the option Custom Events.',
		);
	}
	return { events: [...new Set(chosen)], projectId: projectOfScope(parameters) };
}

/**
 * @returns whether registrations of others are replaced
 * @throws InvalidInput for what the field does not offer
 */
export function readTakeOver(context: Context): boolean {
	return new NodeParameters(context).choice(onConflict) === 'takeOver';
}

/** @throws InvalidInput that names the field */
export function readRules(context: Context): Rules {
	const parameters = new NodeParameters(context);
	return {
		agentIds: parameters
			.filterList(agentIds, filters)
			.map((text) => agentIdOnly(text, agentIds.displayName)),
		userIds: parameters.filterList(userIds, filters).map(comparableId),
		ignoreDuplicates: parameters.flag(ignoreDuplicates, options),
		toleranceSeconds: parameters.wholeNumber(toleranceSeconds, options),
	};
}
