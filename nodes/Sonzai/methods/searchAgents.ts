import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { SonzaiClient } from '../api/client';
import { pageOf, PageTrail } from '../api/pagination';
import { toNodeError } from '../errors/nodeError';
import { RequestFailure } from '../errors/requestFailure';
import { agentList, toChoices } from './agents';

/**
 * Fills the From List mode of the Agent field, a page at a time.
 *
 * @param filter what the user typed into the search box
 * @param paginationToken from the page before: the cursors that were followed so far, as JSON,
 * because nothing else of the search is kept between its pages
 */
export async function searchAgents(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const client = await SonzaiClient.open(this);
		const followed = JSON.parse(paginationToken ?? '[]') as string[];
		const answer = await client.send(pageOf(agentList(filter), followed.at(-1)));
		const trail = new PageTrail(followed);
		const isLast = trail.next(answer) === undefined;
		return {
			results: toChoices(answer),
			paginationToken: isLast ? undefined : JSON.stringify(trail.followed),
		};
	} catch (error) {
		const mayNot = error instanceof RequestFailure && error.status === 403;
		throw toNodeError(this.getNode(), mayNot ? mayNotList() : error);
	}
}

function mayNotList(): RequestFailure {
	return new RequestFailure(
		'This API key may not list agents: choose By ID or By Name instead',
		"You find the ID in the Sonzai dashboard, on the agent's page.",
		403,
	);
}
