import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import type { ListRequest } from '../api/listRequest';
import { SonzaiClient } from '../api/client';
import { pages } from '../api/pagination';
import { toNodeError } from '../errors/nodeError';
import { RequestFailure } from '../errors/requestFailure';
import { agentList, toChoices } from './agents';

/** More are not shown: a list of 5,000 is long enough. */
const MOST_SHOWN = 5000;

/** Fills the list of agents, all pages of it, by name. */
export async function getAgents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const agents: INodePropertyOptions[] = [];
	try {
		const client = await SonzaiClient.open(this);
		const send = async (page: ListRequest) => await client.send(page);
		for await (const page of pages(send, agentList())) {
			agents.push(...toChoices(page));
			if (agents.length >= MOST_SHOWN) break;
		}
	} catch (error) {
		const mayNot = error instanceof RequestFailure && error.status === 403;
		throw toNodeError(this.getNode(), mayNot ? mayNotList() : error);
	}
	return agents.sort((a, b) => a.name.localeCompare(b.name));
}

function mayNotList(): RequestFailure {
	return new RequestFailure(
		'This API key may not list agents: switch the field to Expression and enter IDs or names, separated by commas',
		"You find the IDs in the Sonzai dashboard, on each agent's page.",
		403,
	);
}
