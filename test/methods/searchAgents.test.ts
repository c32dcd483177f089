import type { ILoadOptionsFunctions, INode } from 'n8n-workflow';
import { LoadOptionsContext } from 'n8n-core';
import { searchAgents } from '../../nodes/Sonzai/methods/searchAgents';
import { startSandbox, type Sandbox } from '../../sandbox';
import { additionalData, credentialsOf, node, workflowOf } from '../../harness/engine/engine';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(async () => {
	await sandbox.close();
	expect(sandbox.violations()).toEqual([]);
});

/** Opens the picker as n8n's editor does. */
async function search(filter?: string, page?: string, apiKey = sandbox.apiKey) {
	const subject: INode = node('sonzai', { resource: 'agent', operation: 'get' });
	const instance = { credentials: { ...credentialsOf(sandbox), apiKey } };
	const context: ILoadOptionsFunctions = new LoadOptionsContext(
		workflowOf(subject, instance),
		subject,
		additionalData(instance),
		'/parameters/agentId',
	);
	return await searchAgents.call(context, filter, page);
}

it('lists names for the eye and IDs for the workflow', async () => {
	const { results, paginationToken } = await search();
	expect(results.map(({ name }) => name)).toEqual(['Luna', 'Luna Moon/II', 'Atlas']);
	expect(results.map(({ value }) => value)).toEqual(sandbox.agents.map(({ agent_id }) => agent_id));
	expect(paginationToken).toBeUndefined();
});

it('searches on the platform', async () => {
	expect((await search('moon')).results.map(({ name }) => name)).toEqual(['Luna Moon/II']);
	expect((await search('nobody')).results).toEqual([]);
});

it('pages through all agents', async () => {
	for (let index = 0; index < 250; index++) sandbox.addAgent({ name: `Agent ${index}` });
	const seen = new Set<unknown>();
	let page: unknown;
	do {
		const { results, paginationToken } = await search(undefined, page as string | undefined);
		for (const { value } of results) seen.add(value);
		page = paginationToken;
	} while (page !== undefined);
	expect(seen.size).toBe(253);
	expect(sandbox.requests()).toHaveLength(3);
});

it('says what to do instead where the API key may not list agents', async () => {
	sandbox.faults.add({ status: 403 });
	await expect(search()).rejects.toMatchObject({
		message: 'This API key may not list agents: choose By ID or By Name instead',
		description: "You find the ID in the Sonzai dashboard, on the agent's page.",
	});
});

it('says that the key is wrong', async () => {
	await expect(search(undefined, undefined, 'sk_wrong')).rejects.toMatchObject({
		message: expect.stringContaining('Sonzai does not accept the API key') as unknown,
	});
});
