import { pending, pollHost, say, texts, useSandbox } from '../support/polling';
import { WRONG_ANSWERS } from '../support/wrongAnswers';

const sandbox = useSandbox();
const CONFUSED = /did not answer as Sonzai's API does|Sonzai answered that this was not done/;
const LISTS: Record<string, { path: string; parameters: object }> = {
	agent: { path: '/agents/{agentId}/notifications', parameters: { agentIds: ['Luna'] } },
	project: {
		path: '/projects/{projectId}/notifications',
		parameters: { source: 'project', projectId: 'p' },
	},
	failedDeliveries: {
		path: '/webhooks/{eventType}/attempts',
		parameters: { source: 'failedDeliveries', eventTypes: ['agent.message'] },
	},
};

describe.each(Object.entries(LISTS))('a poll of source %s', (_source, { path, parameters }) => {
	it.each(WRONG_ANSWERS)('does not take %s for an empty queue', async (_name, status, body) => {
		sandbox.api.faults.add({ path, status, body, contentType: 'application/json' });
		const host = pollHost(sandbox.api, { ...parameters });
		expect(await host.poll()).toBe('failed');
		expect(host.errors[0]?.message).toMatch(CONFUSED);
		await expect(host.fetchTestEvent()).rejects.toThrow(CONFUSED);
	});
});

it.each(WRONG_ANSWERS)('does not take %s for a consumed message', async (_name, status, body) => {
	const { api } = sandbox;
	say(api, 'Luna', 'hello');
	const host = pollHost(api, { agentIds: ['Luna'] });
	expect(await host.poll()).toBe('handed over');
	api.faults.add({ method: 'POST', times: 1, status, body, contentType: 'application/json' });
	await host.poll();
	expect(host.warnings).toEqual([
		expect.stringMatching(/left 1 message for the next poll to mark as consumed: /),
	]);
	expect(host.warnings[0]).toMatch(CONFUSED);
	expect(await pending(api, 'Luna')).toEqual(['hello']);
	await host.poll();
	expect(await pending(api, 'Luna')).toEqual([]);
	expect(texts(host.database.items)).toEqual(['hello']);
});

it('leaves out what is null in a list, and says so', async () => {
	const { api } = sandbox;
	const body = { notifications: [null, { message_id: 'm', generated_message: 'hello' }] };
	api.faults.add({ method: 'GET', times: 1, status: 200, body });
	const host = pollHost(api, { agentIds: ['Luna'] });
	expect(await host.poll()).toBe('handed over');
	expect(texts(host.database.items)).toEqual(['hello']);
	expect(host.warnings.join()).toContain('null');
});
