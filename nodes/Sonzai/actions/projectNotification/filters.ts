import type { ProjectNotificationFilter } from '../../api/requests/projectNotifications';
import { agentFilter, filteredAgent } from '../../parameters/agent';
import { filtersField } from '../../parameters/collections';
import { eventTypeFilter } from '../../parameters/event';
import type { ItemParameters } from '../../parameters/itemParameters';

export const filters = filtersField(agentFilter, eventTypeFilter);

/** The chosen filters. */
export function filterOf(parameters: ItemParameters): ProjectNotificationFilter {
	return {
		agent_id: filteredAgent(parameters, filters),
		event_type: parameters.filter(eventTypeFilter, filters),
	};
}
