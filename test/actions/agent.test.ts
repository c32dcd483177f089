import type { IDataObject } from 'n8n-workflow';
import { actionRuns, agentById, agentByName, any, paired } from '../support/actionRun';

const api = actionRuns();
const LUNA = '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a01';

describe('agent: get', () => {
	it('returns the agent of each item, asking once for the same', async () => {
		const run = await api.run(
			{ resource: 'agent', operation: 'get', agentId: agentByName('={{ $json.name }}') },
			[{ name: 'Luna' }, { name: 'Atlas' }, { name: 'Luna' }],
		);
		expect(api.sent().sort()).toEqual(['GET /agents/Atlas', 'GET /agents/Luna']);
		expect(paired(run).map(([item, { name }]) => [item, name])).toEqual([
			[0, 'Luna'],
			[1, 'Atlas'],
			[2, 'Luna'],
		]);
		expect(run.output[0]?.json).not.toHaveProperty('$schema');
	});
});

describe('agent: get many', () => {
	const getMany = { resource: 'agent', operation: 'getMany' };

	it('returns the agents that a search finds', async () => {
		const run = await api.run({ ...getMany, filters: { search: '={{ $json.search }}' } }, [
			{ search: 'moon' },
			{ search: 'atl' },
		]);
		expect(api.sent().sort()).toEqual([
			'GET /agents?search=atl&page_size=50',
			'GET /agents?search=moon&page_size=50',
		]);
		expect(paired(run).map(([item, { name }]) => [item, name])).toEqual([
			[0, 'Luna Moon/II'],
			[1, 'Atlas'],
		]);
	});

	it('follows the cursor for all of them', async () => {
		for (let index = 0; index < 230; index++) api.sandbox.addAgent({ name: `Agent ${index}` });
		const run = await api.run({ ...getMany, returnAll: true });
		expect(run.output).toHaveLength(233);
		expect(new Set(run.output.map(({ json }) => json.agent_id)).size).toBe(233);
		expect(api.sent()).toHaveLength(3);
		expect(api.sent()[0]).toBe('GET /agents?page_size=100');
	});

	it('asks for no more than the limit', async () => {
		const run = await api.run({ ...getMany, limit: 2 });
		expect(api.sent()).toEqual(['GET /agents?page_size=2']);
		expect(run.output).toHaveLength(2);
	});
});

describe('agent: trigger event', () => {
	const triggerEvent = {
		resource: 'agent',
		operation: 'triggerEvent',
		agentId: agentById(LUNA),
		userId: 'ada@example.com',
		eventType: 'achievement',
	};
	const body = () => api.requests()[0]?.body as IDataObject;

	it('tells the agent what happened', async () => {
		const run = await api.run({
			...triggerEvent,
			eventDescription: 'Finished a marathon',
			metadata: {
				entries: [
					{ name: 'distance', value: '42 km' },
					{ name: 'rank', value: '={{ 7 }}' },
				],
			},
			additionalFields: { language: 'de', instanceId: 'i1' },
		});
		expect(api.sent()).toEqual([`POST /agents/${LUNA}/events`]);
		expect(body()).toEqual({
			user_id: 'ada@example.com',
			event_type: 'achievement',
			event_description: 'Finished a marathon',
			metadata: { distance: '42 km', rank: '7' },
			language: 'de',
			instance_id: 'i1',
		});
		expect(paired(run)).toEqual([[0, { accepted: true, event_id: any(String) }]]);
	});

	it('leaves out what is not given', async () => {
		await api.run(triggerEvent);
		expect(body()).toEqual({ user_id: 'ada@example.com', event_type: 'achievement' });
	});

	it('sends metadata as texts, whatever expressions give', async () => {
		const entries = ['a', 'b', 'c'].map((name) => ({ name, value: `={{ $json.${name} }}` }));
		await api.run({ ...triggerEvent, metadata: { entries } }, [{ a: 'x', b: 2, c: { d: true } }]);
		expect(body().metadata).toEqual({ a: 'x', b: '2', c: '{"d":true}' });
	});

	it('sends metadata of any name, and leaves out what has no value', async () => {
		const names = ['__proto__', 'constructor', 'prototype', 'toString'];
		const entries = names.map((name) => ({ name, value: '={{ $json.given }}' }));
		const nothing = { name: 'nothing', value: '={{ null }}' };
		await api.run({ ...triggerEvent, metadata: { entries: [...entries, nothing] } }, [
			{ given: 'x' },
		]);
		expect(Object.entries(body().metadata as object)).toEqual(names.map((name) => [name, 'x']));
	});

	it.each([
		[{ metadata: { entries: [{ name: '', value: 'x' }] } }, "'Metadata: Name' is empty"],
		[{ eventType: '={{ undefined }}' }, "'Event Type' is empty"],
		[{ userId: '={{ null }}' }, "'User ID' is empty"],
	])('refuses %j before it is sent', async (more, message) => {
		const run = await api.run({ ...triggerEvent, ...more });
		expect(run.error?.message).toBe(message);
		expect(api.sent()).toEqual([]);
	});

	it('is not repeated when it may have happened', async () => {
		api.sandbox.faults.add({ method: 'POST', status: 502 });
		const run = await api.run(triggerEvent);
		expect(api.sent()).toHaveLength(1);
		expect(run.error?.message).toContain('may still have received the event');
	});
});
