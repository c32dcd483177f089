import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { searchAgents } from '../parameters/searchAgents';

/** More are not shown: a list of 5,000 is long enough. */
const MOST_PAGES = 50;

/** Fills the list of agents, all pages of it, by name. */
export async function getAgents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const agents: INodePropertyOptions[] = [];
	let page: string | undefined;
	try {
		for (let count = 0; count === 0 || (page !== undefined && count < MOST_PAGES); count++) {
			const { results, paginationToken } = await searchAgents.call(this, undefined, page);
			agents.push(...results.map(({ name, value }) => ({ name, value })));
			page = paginationToken as string | undefined;
		}
	} catch (error) {
		if (error instanceof NodeApiError && error.httpCode === '403') {
			throw new NodeOperationError(
				this.getNode(),
				'This API key may not list agents: switch the field to Expression and enter their IDs or names, separated by commas',
			);
		}
		throw new NodeOperationError(this.getNode(), error as Error);
	}
	return agents.sort((a, b) => a.name.localeCompare(b.name));
}
