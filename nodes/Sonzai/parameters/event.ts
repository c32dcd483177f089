import type { INodeProperties } from 'n8n-workflow';
import { eventOptions } from '../events/catalogue';
import { shownIf } from './conditionalField';
import type { ParameterReader } from './parameterReader';

const CUSTOM = 'custom';

export const eventType: INodeProperties = {
	displayName: 'Event Type',
	name: 'eventType',
	type: 'options',
	required: true,
	options: [
		...eventOptions,
		{ name: 'Custom', value: CUSTOM, description: 'An event type that is not in this list' },
	].sort((a, b) => a.name.localeCompare(b.name)),
	default: 'agent.message',
	description: 'The event that the webhook is about',
};

export const customEventType = shownIf(
	{ eventType: [CUSTOM] },
	{
		displayName: 'Custom Event Type',
		name: 'customEventType',
		type: 'string',
		default: '',
		placeholder: 'e.g. agent.something_new',
		description: 'The event type, as named by Sonzai',
	},
);

/** An entry of a trigger's options, beside the list of documented events. */
export const customEvents: INodeProperties = {
	displayName: 'Custom Events',
	name: 'customEvents',
	type: 'string',
	default: '',
	placeholder: 'e.g. session.end, memory.created',
	description: 'Event types that are not in the list. Separate several with commas.',
};

/** @throws InvalidInput when none is named */
export function eventOf(parameters: ParameterReader): string {
	const chosen = parameters.id(eventType);
	return chosen === CUSTOM ? parameters.id(customEventType) : chosen;
}

export const eventTypeFilter: INodeProperties = {
	displayName: 'Event Type',
	name: 'eventType',
	type: 'options',
	options: eventOptions,
	default: 'on_wakeup_ready',
	description: 'Only notifications of this event. An expression can name any other event type.',
};
