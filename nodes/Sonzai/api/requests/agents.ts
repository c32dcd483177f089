import type { IDataObject } from 'n8n-workflow';
import type { ApiRequest } from '../request';
import { listOf, object } from '../answer';
import type { ListRequest, Part } from '../listRequest';
import { path } from '../path';

/** Sonzai's OpenAPI document: `page_size` up to 100. */
const PAGES: Part = { parameter: 'page_size', max: 100 };

/** The requests about agents (Sonzai's OpenAPI document). Each agent is named by its ID or its name. */
export const agentRequests = {
	/** @param query.search a text that is looked for in their names */
	list: (query: { readonly search?: string }): ListRequest => ({
		method: 'GET',
		path: '/agents',
		query,
		key: 'items',
		part: PAGES,
		answer: listOf('items', 'agent_id'),
	}),

	get: (agent: string): ApiRequest<IDataObject> => ({
		method: 'GET',
		path: path`/agents/${agent}`,
		answer: object({ agent_id: 'text' }),
	}),

	/** Tells the agent that something happened in the caller's own system, each time anew. */
	triggerEvent: (agent: string, event: IDataObject): ApiRequest<IDataObject> => ({
		method: 'POST',
		path: path`/agents/${agent}/events`,
		body: event,
		answer: object({ accepted: 'true', event_id: 'text' }),
		mayHaveHappened: {
			happened: 'The agent may still have received the event',
			todo: 'Run this again only if receiving it twice does no harm.',
		},
	}),
};
