import { listExecutions } from '../../harness/n8n/executions';
import {
	createWorkflow,
	publicationErrors,
	publishWorkflow,
	unpublishWorkflow,
	type Workflow,
} from '../../harness/n8n/workflows';
import { platformOf } from '../../harness/platform';
import { until } from '../support/until';
import { openStage, type Stage } from '../../harness/stage';

const FOREIGN = 'https://elsewhere.example/hook';
const TRIGGER = 'Sonzai Trigger';

let stage: Stage;
let platform: ReturnType<typeof platformOf>;

beforeAll(async () => {
	stage = await openStage({ rotationGraceMs: 0 });
	platform = platformOf(stage.sandbox);
});

afterAll(async () => {
	await stage?.close();
});

let serial = 0;

/** A workflow that does nothing but start. */
async function workflowWith(parameters: Record<string, unknown>): Promise<Workflow> {
	const id = `trigger-${++serial}`;
	return await createWorkflow(stage.session, {
		id,
		name: id,
		nodes: [
			{
				id: `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
				name: TRIGGER,
				type: 'n8n-nodes-sonzai.sonzaiTrigger',
				typeVersion: 2,
				position: [0, 0],
				webhookId: `10000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
				parameters,
				credentials: { sonzaiApi: stage.credential },
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	});
}

async function published(parameters: Record<string, unknown>): Promise<Workflow> {
	const workflow = await workflowWith(parameters);
	const publication = await publishWorkflow(stage.session, workflow.id);
	expect([publication.status, ...publicationErrors(publication)]).toEqual(['published']);
	return workflow;
}

/** How many executions n8n has recorded, by mode. */
async function executions({ id }: Workflow): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const { mode, status } of await listExecutions(stage.session, id)) {
		if (status === 'success') counts[mode] = (counts[mode] ?? 0) + 1;
	}
	return counts;
}

const emit = async (event_type: string) =>
	await stage.sandbox.emit({ event_type, payload: { agent_id: 'a', serial: ++serial } });

/** Presses the listen button. */
async function listen({ id }: Workflow): Promise<void> {
	const answer = await stage.session.post<{ waitingForWebhook?: boolean }>(`/workflows/${id}/run`, {
		triggerToStartFrom: { name: TRIGGER },
	});
	expect(answer).toMatchObject({ waitingForWebhook: true });
}

const cancelTest = async ({ id }: Workflow) => await stage.session.delete(`/test-webhook/${id}`);

const pathOf = (url: string | undefined) => url && new URL(url).pathname.split('/')[1];

it('registers every chosen and custom event on a URL of its own', async () => {
	const workflow = await published({
		events: ['agent.message', 'agent.wakeup'],
		options: { customEvents: 'session.end' },
	});
	const urls = await platform.urls();
	expect(Object.keys(urls).sort()).toEqual(['agent.message', 'agent.wakeup', 'session.end']);
	expect(new Set(Object.values(urls)).size).toBe(3);
	await emit('session.end');
	await until(async () => (await executions(workflow)).webhook === 1);
	await unpublishWorkflow(stage.session, workflow.id);
	expect(await platform.urls()).toEqual({});
});

describe('an event that is delivered to somebody else', () => {
	it('fails the publishing with both ways out, and stays theirs through all attempts', async () => {
		await platform.put('agent.mood_change', FOREIGN, 'Bearer theirs');
		const workflow = await workflowWith({ events: ['agent.message', 'agent.mood_change'] });
		const publication = await publishWorkflow(stage.session, workflow.id);
		expect(publication.status).toBe('failed');
		expect(publicationErrors(publication).join()).toMatch(
			/"agent\.mood_change" is already delivered to https:\/\/elsewhere\.example\/hook.*Webhook > Delete.*Take Over/,
		);
		expect(await platform.urls()).toEqual({ 'agent.mood_change': FOREIGN });
		await unpublishWorkflow(stage.session, workflow.id);
		expect(await platform.urls()).toEqual({ 'agent.mood_change': FOREIGN });
	});

	it('is taken over where the user said so, and given back', async () => {
		const workflow = await published({ events: ['agent.mood_change'], onConflict: 'takeOver' });
		await emit('agent.mood_change');
		await until(async () => (await executions(workflow)).webhook === 1);
		await unpublishWorkflow(stage.session, workflow.id);
		expect(await platform.list()).toMatchObject([
			{ webhook_url: FOREIGN, auth_header: 'Bearer theirs' },
		]);
		await platform.remove('agent.mood_change');
	});
});

describe('listening for a test event', () => {
	it('takes nothing away from the published workflow, and gets the next event, too', async () => {
		const workflow = await published({ events: ['agent.message'] });
		await listen(workflow);
		expect(pathOf((await platform.urls())['agent.message'])).toBe('webhook');
		await emit('agent.message');
		await until(async () => {
			const { webhook, manual } = await executions(workflow);
			return webhook === 1 && manual === 1;
		});
		// The mark of the test is off again.
		await until(async () => !(await platform.urls())['agent.message']?.includes('copy='));
		await emit('agent.message');
		await until(async () => (await executions(workflow)).webhook === 2);

		await listen(workflow);
		await cancelTest(workflow);
		await until(async () => !(await platform.urls())['agent.message']?.includes('copy='));
		await emit('agent.message');
		await until(async () => (await executions(workflow)).webhook === 3);
		await unpublishWorkflow(stage.session, workflow.id);
		expect(await platform.urls()).toEqual({});
	});

	it('uses a URL of its own where nothing is published, and leaves nothing behind', async () => {
		const workflow = await workflowWith({ events: ['agent.breakthrough'] });
		await listen(workflow);
		expect(pathOf((await platform.urls())['agent.breakthrough'])).toBe('webhook-test');
		await emit('agent.breakthrough');
		await until(async () => (await executions(workflow)).manual === 1);
		await until(async () => Object.keys(await platform.urls()).length === 0);
	});

	it('refuses what belongs to somebody else, and names the owner', async () => {
		await platform.put('agent.breakthrough', FOREIGN);
		const workflow = await workflowWith({ events: ['agent.breakthrough'], onConflict: 'takeOver' });
		await expect(listen(workflow)).rejects.toThrow(FOREIGN);
		expect(await platform.urls()).toEqual({ 'agent.breakthrough': FOREIGN });
		await platform.remove('agent.breakthrough');
	});
});

it('renews a secret that was rotated elsewhere, and lets the next attempt in', async () => {
	const workflow = await published({ events: ['agent.message'] });
	await platform.rotate('agent.message');
	await emit('agent.message');
	await until(async () => (await executions(workflow)).webhook === 1);
	expect(
		stage.sandbox
			.deliveries()
			.slice(-2)
			.map(({ response_code }) => response_code),
	).toEqual([503, 200]);
	await unpublishWorkflow(stage.session, workflow.id);
});

it('changes nothing on the platform when n8n restarts, or crashes during a test', async () => {
	const workflow = await published({ events: ['agent.message'] });
	const before = platform.writes().length;
	await stage.restart();
	await emit('agent.message');
	await until(async () => (await executions(workflow)).webhook === 1);
	expect(platform.writes()).toHaveLength(before);

	await listen(workflow);
	await stage.restart('crash');
	await emit('agent.message');
	await until(async () => (await executions(workflow)).webhook === 2);
	await unpublishWorkflow(stage.session, workflow.id);
	expect(await platform.urls()).toEqual({});
});
