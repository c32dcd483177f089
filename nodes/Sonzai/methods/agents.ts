import type { ListRequest } from '../api/listRequest';
import { asking } from '../api/listRequest';
import { agentRequests } from '../api/requests/agents';
import { entriesOf } from '../api/listIn';

/** @returns the request for the first page of the agents, as long as a page can be */
export function agentList(search?: string): ListRequest {
	return asking(agentRequests.list({ search: search || undefined }), Infinity);
}

/** The agents of a page, their names for the eye and their IDs for the workflow. */
export function toChoices(page: unknown): Array<{ name: string; value: string }> {
	return entriesOf(page, agentList().key).map(({ agent_id, name }) => ({
		name: String(name || agent_id),
		value: String(agent_id),
	}));
}
