import { idsOf } from '../events/payload';
import { comparableId } from '../parameters/ids';

/** What an event has to concern; a filter that is empty lets everything through. */
export interface Filters {
	/** As {@link comparableId} gives them, as the others are. */
	readonly agentIds: readonly string[];
	readonly userIds: readonly string[];
}

/** @returns whether the payload names one of the agents, and one of the users */
export function isWanted(payload: unknown, { agentIds, userIds }: Filters): boolean {
	return names(payload, 'agent_id', agentIds) && names(payload, 'user_id', userIds);
}

function names(payload: unknown, name: string, wanted: readonly string[]): boolean {
	if (wanted.length === 0) return true;
	return idsOf(payload, name).some((id) => wanted.includes(comparableId(id)));
}
