import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { SonzaiClient } from '../api/client';
import { toNodeError } from '../errors/nodeError';
import { RequestFailure } from '../errors/requestFailure';
import { asking } from '../api/list';
import { nextCursor } from '../api/pages';
import { agentRequests } from '../api/requests/agents';
import { rows } from '../api/rows';

/**
 * Fills the From List mode of the Agent field, a page at a time.
 *
 * @param filter what the user typed into the search box
 * @param paginationToken the platform's cursor, from the page before
 */
export async function searchAgents(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const client = await SonzaiClient.open(this);
		const request = asking(agentRequests.list({ search: filter || undefined }), Infinity);
		const answer = await client.send({
			...request,
			query: { ...request.query, cursor: paginationToken },
		});
		return {
			results: rows(answer, request.key).map(entry),
			paginationToken: nextCursor(answer, paginationToken),
		};
	} catch (error) {
		const mayNot = error instanceof RequestFailure && error.status === 403;
		throw toNodeError(this.getNode(), mayNot ? mayNotList() : error);
	}
}

function mayNotList(): RequestFailure {
	return new RequestFailure(
		'This API key may not list agents: choose By ID or By Name instead',
		'The ID stands in the Sonzai dashboard, on the page of the agent.',
		403,
	);
}

function entry({ agent_id, name }: IDataObject): INodeListSearchItems {
	return { name: String(name || agent_id), value: String(agent_id) };
}
