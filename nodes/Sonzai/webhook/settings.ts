import type { IHookFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';
import { eventOptions } from '../events/catalogue';
import { collection, filtersField } from '../parameters/collections';
import { customEvents } from '../parameters/event';
import { InvalidInput } from '../errors/invalidInput';
import { NodeParameters } from '../parameters/nodeParameters';
import { projectId, projectOfScope, scope } from '../parameters/project';

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
	description: 'Only events of these agents, by ID. Separate several with commas.',
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
		'Whether to skip an event whose payload is the same as that of one of the last 500 events. Sonzai may deliver an event twice; two deliveries at the same instant may still both start the workflow.',
};

const toleranceSeconds: INodeProperties = {
	displayName: 'Tolerance (Seconds)',
	name: 'toleranceSeconds',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 300,
	description:
		'How far the time of signing may be from the clock of this n8n. Older and later deliveries are refused.',
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

/** What the user set, checked. */
export interface Settings {
	readonly events: readonly string[];
	/** Absent for the project of the API key. */
	readonly projectId?: string;
	readonly takeOver: boolean;
	readonly agentIds: readonly string[];
	readonly userIds: readonly string[];
	readonly ignoreDuplicates: boolean;
	readonly toleranceSeconds: number;
}

/**
 * Reads the trigger's parameters.
 *
 * @throws InvalidInput that names the field
 */
export function readSettings(context: IHookFunctions | IWebhookFunctions): Settings {
	const parameters = new NodeParameters(context);
	const chosen = [...parameters.list(events), ...parameters.list(customEvents, options)];
	if (chosen.length === 0) {
		throw new InvalidInput(
			`'${events.displayName}' is empty`,
			'Choose at least one event, or add the option Custom Events.',
		);
	}
	return {
		events: [...new Set(chosen)],
		projectId: projectOfScope(parameters),
		takeOver: parameters.choice(onConflict) === 'takeOver',
		agentIds: parameters.filterList(agentIds, filters),
		userIds: parameters.filterList(userIds, filters),
		ignoreDuplicates: parameters.flag(ignoreDuplicates, options),
		toleranceSeconds: parameters.number(toleranceSeconds, options),
	};
}
