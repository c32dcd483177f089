import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox';
import { call, countRequests, pollHost, useSandbox } from '../support/polling';

const sandbox = useSandbox();

/** Lets an agent wake up so many times; each brings one notification into the project's queue. */
async function wakeUp(api: Sandbox, count: number, userId = 'user-1'): Promise<void> {
	for (let index = 0; index < count; index++) {
		await call(api, 'POST', '/agents/Luna/wakeups', {
			user_id: userId,
			check_type: 'reminder',
			intent: `intent ${index}`,
			delay_hours: 1,
		});
	}
	await api.clock.advance(3_600_000);
}

async function queued(api: Sandbox): Promise<IDataObject[]> {
	const path = `/projects/${api.projectId}/notifications?limit=200`;
	return ((await call(api, 'GET', path)).notifications ?? []) as IDataObject[];
}

function watchProject(api: Sandbox, parameters: IDataObject = {}) {
	return { source: 'project', projectId: api.projectId, ...parameters };
}

it('hands over what is queued and acknowledges it at the next poll, in one request', async () => {
	const { api } = sandbox;
	await wakeUp(api, 3);
	const host = pollHost(api, watchProject(api));
	await host.poll();
	expect(host.database.executions.map(({ length }) => length)).toEqual([3]);
	expect(host.database.items[0]).toMatchObject({
		event_type: 'on_wakeup_ready',
		status: 'pending',
	});
	expect(await queued(api)).toHaveLength(3);
	await host.poll();
	expect(await queued(api)).toEqual([]);
	expect(countRequests(api, 'acknowledgeProjectNotifications')).toBe(1);
});

it('works off more than the 200 that the platform shows at once', async () => {
	const { api } = sandbox;
	await wakeUp(api, 250);
	const host = pollHost(api, watchProject(api));
	await host.poll();
	await host.poll();
	expect(host.database.executions.map(({ length }) => length)).toEqual([200, 50]);
});

it('watches some event types, and leaves the others in the queue', async () => {
	const { api } = sandbox;
	await wakeUp(api, 1);
	const host = pollHost(
		api,
		watchProject(api, { eventTypes: ['on_mood_updated'], options: { customEvents: 'my.event' } }),
	);
	await host.poll();
	expect(host.database.items).toEqual([]);
	expect(
		api.requests().filter(({ operationId }) => operationId === 'listProjectNotifications'),
	).toMatchObject([
		{ query: { event_type: 'on_mood_updated' } },
		{ query: { event_type: 'my.event' } },
	]);
	const other = pollHost(api, watchProject(api, { eventTypes: ['on_wakeup_ready'] }));
	await other.poll();
	expect(other.database.items).toHaveLength(1);
});

it('watches one user, and warns when others fill the queue', async () => {
	const { api } = sandbox;
	await wakeUp(api, 200, 'bob');
	await wakeUp(api, 1, 'ann');
	const host = pollHost(api, watchProject(api, { filters: { userId: 'ann' } }));
	await host.poll();
	expect(host.database.items).toEqual([]);
	expect(host.warnings).toEqual([
		expect.stringContaining(`the queue of project "${api.projectId}": its list is full`),
	]);
	expect(await queued(api)).toHaveLength(200);
});

it('knows a user whose ID is a UUID in capital letters and in small ones', async () => {
	const { api } = sandbox;
	const user = '8f14e45f-ceea-467f-a8b4-9d0c3a1f7b21';
	await wakeUp(api, 1, user);
	const filters = { userId: ` ${user.toUpperCase()} ` };
	const host = pollHost(api, watchProject(api, { filters }));
	await host.poll();
	expect(host.database.items).toHaveLength(1);
});

it('says which project is missing', async () => {
	await expect(pollHost(sandbox.api, { source: 'project' }).activate()).rejects.toThrow(
		"'Project ID' is empty",
	);
});
