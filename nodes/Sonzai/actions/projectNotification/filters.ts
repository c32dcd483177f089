import type { IDataObject } from 'n8n-workflow';
import { agentFilter, filteredAgent } from '../../parameters/agent';
import { filtersField } from '../../parameters/collections';
import { eventTypeFilter } from '../../parameters/event';
import type { ItemParameters } from '../../parameters/itemParameters';

export const filters = filtersField(agentFilter, eventTypeFilter);

/** The filters as the query has them. */
export function filterQuery(parameters: ItemParameters): IDataObject {
	return {
		agent_id: filteredAgent(parameters, filters),
		event_type: parameters.filter(eventTypeFilter, filters),
	};
}
