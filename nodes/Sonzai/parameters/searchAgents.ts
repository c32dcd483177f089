import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { SonzaiClient } from '../api/client';
import { RequestFailure, toNodeApiError } from '../api/failure';
import { rows } from '../api/rows';
import { InvalidInput } from './invalidInput';

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
			paginationToken: answer.has_more ? (answer.next_cursor as string) : undefined,
		};
	} catch (error) {
		if (error instanceof RequestFailure) throw toNodeApiError(this.getNode(), error);
		if (error instanceof InvalidInput) {
			throw new NodeOperationError(this.getNode(), error.message, {
				description: error.description,
			});
		}
		throw new NodeOperationError(this.getNode(), error as Error);
	}
}

function entry({ agent_id, name }: IDataObject): INodeListSearchItems {
	return { name: String(name ?? agent_id), value: String(agent_id) };
}
