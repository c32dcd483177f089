import type { INodePropertyOptions } from 'n8n-workflow';

/**
 * The event types that Sonzai documents: those of its guide on webhooks, its current proactive
 * events, and those of conversations. The panels derive from this list; the API itself takes any
 * other event type, too.
 */
const EVENTS = [
	{
		value: 'agent.breakthrough',
		name: 'Agent Breakthrough',
		description: "A significant milestone in an agent's personality",
	},
	{
		value: 'agent.consolidation',
		name: 'Agent Consolidation',
		description: 'An agent has finished consolidating its memories',
	},
	{
		value: 'agent.memory_added',
		name: 'Agent Memory Added',
		description: 'An agent has added a new memory',
	},
	{
		value: 'agent.message',
		name: 'Agent Message',
		description: 'An agent sends a message on its own',
	},
	{
		value: 'agent.mood_change',
		name: 'Agent Mood Change',
		description: "An agent's mood shifts significantly",
	},
	{
		value: 'agent.wakeup',
		name: 'Agent Wakeup',
		description: 'A scheduled wakeup has fired',
	},
	{
		value: 'conversation.message',
		name: 'Conversation Message',
		description: 'A message was sent in a conversation',
	},
	{
		value: 'conversation.message.failed',
		name: 'Conversation Message Failed',
		description: 'A message of a conversation could not be delivered',
	},
	{
		value: 'conversation.started',
		name: 'Conversation Started',
		description: 'A conversation has started',
	},
	{
		value: 'conversation.takeover.released',
		name: 'Conversation Takeover Released',
		description: 'A person has handed the conversation back to the agent',
	},
	{
		value: 'conversation.takeover.started',
		name: 'Conversation Takeover Started',
		description: 'A person has taken over the conversation from the agent',
	},
	{
		value: 'conversation.unrouted',
		name: 'Conversation Unrouted',
		description: 'A conversation was not routed to any agent',
	},
	{
		value: 'on_breakthrough_detected',
		name: 'On Breakthrough Detected',
		description: 'A breakthrough was detected in a conversation with a user',
	},
	{
		value: 'on_diary_generated',
		name: 'On Diary Generated',
		description: 'An agent has written a diary entry',
	},
	{
		value: 'on_mood_updated',
		name: 'On Mood Updated',
		description: "An agent's mood was updated",
	},
	{
		value: 'on_personality_updated',
		name: 'On Personality Updated',
		description: "An agent's personality was updated",
	},
	{
		value: 'on_recurring_event_due',
		name: 'On Recurring Event Due',
		description: 'A recurring schedule is due',
	},
	{
		value: 'on_wakeup_ready',
		name: 'On Wakeup Ready',
		description: "A wakeup has fired and the agent's message is ready",
	},
] satisfies readonly INodePropertyOptions[];

/** Names a starting event as n8n's node picker lists it, in sentence case, e.g. "On agent mood change". */
const actionOf = (name: string) => `On ${name.replace(/^On /, '').toLowerCase()}`;

/** The rows of an event dropdown. */
export const eventOptions: INodePropertyOptions[] = EVENTS.map((event) => ({
	...event,
	action: actionOf(event.name),
}));
