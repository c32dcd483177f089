import type { INodeParameters } from 'n8n-workflow';
import { LoadOptionsContext } from 'n8n-core';
import { getAgents } from '../../nodes/Sonzai/methods/agentOptions';
import { searchAgents } from '../../nodes/Sonzai/methods/searchAgents';
import { additionalData, node, runNode, workflowOf } from '../../harness/engine/engine';
import { PollHost } from '../../harness/engine/pollHost';
import { startRawServer, type RawServer } from '../support/rawServer';

const CIRCLE = "Sonzai's list goes in a circle: a page leads back to one that was read already";

let server: RawServer;
afterEach(async () => await server.close());

/** A platform whose lists lead on from page to page, and from the last one back to the second. */
async function circle(length: number) {
	server = await startRawServer((request, response) => {
		const { searchParams, pathname } = new URL(request.url ?? '', 'http://localhost');
		const page = Number(searchParams.get('cursor') ?? 0);
		const entry = {
			agent_id: `a${page}`,
			attempt_id: `t${page}`,
			created_at: '2030-01-01T00:00:00Z',
		};
		const next = { has_more: true, next_cursor: String((page % length) + 1) };
		const isList = pathname.endsWith('/webhooks');
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(isList ? {} : { items: [entry], attempts: [entry], ...next }));
	});
	return { credentials: { apiKey: 'k', baseUrl: server.url } };
}

describe.each([1, 2, 3])('a circle of %i', (length) => {
	const agents: INodeParameters = { resource: 'agent', operation: 'getMany', returnAll: true };
	const attempts: INodeParameters = {
		resource: 'webhook',
		operation: 'getDeliveryAttempts',
		eventType: 'agent.message',
	};

	it.each<[string, INodeParameters]>([
		['Return All of agents', agents],
		['Return All of attempts', { ...attempts, returnAll: true }],
		['a limit with a filter', { ...attempts, limit: 2, filters: { status: 'nothing' } }],
	])('ends %s', async (_what, parameters) => {
		const run = await runNode(parameters, [{}], await circle(length));
		expect(run.error?.message).toBe(CIRCLE);
		expect(server.requests).toHaveLength(length + 1);
	});

	it('ends a poll', async () => {
		const { credentials } = await circle(length);
		const host = new PollHost({
			credentials,
			parameters: { source: 'failedDeliveries', eventTypes: ['agent.message'] },
		});
		expect(await host.poll()).toBe('failed');
		expect(host.errors.map(({ message }) => message)).toEqual([expect.stringContaining(CIRCLE)]);
		expect(server.requests).toHaveLength(length + 1);
	});

	const picker = async () => {
		const instance = await circle(length);
		const subject = node('sonzai', {});
		return new LoadOptionsContext(
			workflowOf(subject, instance),
			subject,
			additionalData(instance),
			'/parameters/agentId',
		);
	};

	it('ends the list of agents', async () => {
		await expect(getAgents.call(await picker())).rejects.toThrow(CIRCLE);
		expect(server.requests).toHaveLength(length + 1);
	});

	it('ends the search for an agent', async () => {
		const context = await picker();
		let token: unknown;
		const turn = async () =>
			({ paginationToken: token } = await searchAgents.call(context, '', token as string));
		for (let page = 0; page < length; page++) await turn();
		await expect(turn()).rejects.toThrow(CIRCLE);
	});
});
