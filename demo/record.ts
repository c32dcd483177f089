/**
 * What an execution's items say, whichever node put them out: nodes are the user's to rename, to
 * add and to remove, and n8n drops every parameter that has its default when a workflow is saved.
 */
import type { Execution } from '../harness/n8n/executions';

export interface ScheduledWakeup {
	wakeup_id: string;
	/** ISO 8601. */
	scheduled_at: string;
}

export interface Message {
	message_id: string;
	agent_id: string;
	generated_message: string;
}

function itemsWith<Item>(execution: Execution, ...fields: Array<keyof Item & string>): Item[] {
	const items = Object.values(execution.items).flat();
	const found = items.filter((item) => fields.every((field) => typeof item[field] === 'string'));
	// The first field is the ID: a node that hands an item on puts it out once more.
	return [...new Map(found.map((item) => [item[fields[0]!], item as Item])).values()];
}

/** The wakeups that were scheduled, each once. */
export const scheduledWakeups = (execution: Execution): ScheduledWakeup[] =>
	itemsWith<ScheduledWakeup>(execution, 'wakeup_id', 'scheduled_at');

/** The messages of agents that were fetched, each once. */
export const fetchedMessages = (execution: Execution): Message[] =>
	itemsWith<Message>(execution, 'message_id', 'agent_id', 'generated_message');

/** Whether something with that ID went through the execution. */
export const mentions = (execution: Execution, id: string): boolean =>
	JSON.stringify(execution.items).includes(JSON.stringify(id));
