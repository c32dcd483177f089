import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { SonzaiClient } from '../api/client';
import { toNodeError } from '../errors/nodeError';
import { RequestFailure } from '../errors/requestFailure';
import { nextCursor } from '../api/pages';
import { rows } from '../api/rows';

/** The largest page that the wire gives (Sonzai's OpenAPI document). */
const PAGE_SIZE = 100;

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
		const answer = (await client.send({
			method: 'GET',
			path: '/agents',
			query: { page_size: PAGE_SIZE, cursor: paginationToken, search: filter || undefined },
		})) as IDataObject;
		return {
			results: rows(answer, 'items').map(entry),
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
