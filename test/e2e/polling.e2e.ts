import { setTimeout as sleep } from 'node:timers/promises';
import { listExecutions, readExecution } from '../../harness/n8n/executions';
import {
	createWorkflow,
	publicationErrors,
	publishWorkflow,
	type PublicationStatus,
	type Workflow,
} from '../../harness/n8n/workflows';
import { openStage, type Stage } from '../../harness/stage';

const TRIGGER = 'Trigger';
const PATIENCE_MS = 30_000;
/** n8n refuses one expression that fires more than once a minute, but not several. */
const EVERY_FIVE_SECONDS = {
	item: Array.from({ length: 12 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 5} * * * * *`,
	})),
};

type Json = Record<string, unknown>;

let stage: Stage;
let serial = 0;

beforeAll(async () => {
	stage = await openStage();
});

afterAll(async () => {
	expect(stage.sandbox.violations()).toEqual([]);
	await stage?.close();
});

/** A workflow that does nothing but start. */
async function publish(
	type: string,
	typeVersion: number,
	parameters: Json,
): Promise<{ workflow: Workflow; publication: PublicationStatus }> {
	const id = `polling-${++serial}`;
	const workflow = await createWorkflow(stage.session, {
		id,
		name: id,
		nodes: [
			{
				id: `00000000-0000-4000-9000-${String(serial).padStart(12, '0')}`,
				name: TRIGGER,
				type: `n8n-nodes-sonzai.${type}`,
				typeVersion,
				position: [0, 0],
				webhookId: `10000000-0000-4000-9000-${String(serial).padStart(12, '0')}`,
				parameters,
				credentials: { sonzaiApi: stage.credential },
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	});
	return { workflow, publication: await publishWorkflow(stage.session, workflow.id) };
}

async function published(type: string, version: number, parameters: Json): Promise<Workflow> {
	const { workflow, publication } = await publish(type, version, parameters);
	expect([publication.status, ...publicationErrors(publication)]).toEqual(['published']);
	return workflow;
}

const polling = (parameters: Json) =>
	published('sonzaiNotificationTrigger', 1, { pollTimes: EVERY_FIVE_SECONDS, ...parameters });

/** The items of each execution, oldest first, as n8n has recorded them. */
async function recorded({ id }: Workflow, trigger = TRIGGER): Promise<Json[][]> {
	const summaries = await listExecutions(stage.session, id);
	const finished = summaries.filter(({ status }) => status === 'success').reverse();
	const executions = await Promise.all(
		finished.map((summary) => readExecution(stage.session, summary.id)),
	);
	return executions.map(({ items }) => items[trigger] ?? []);
}

const texts = (items: Json[]) => items.map(({ generated_message }) => generated_message);

async function eventually(condition: () => Promise<boolean>): Promise<void> {
	for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(300)) {
		if (await condition()) return;
	}
	throw new Error(`It did not happen within ${PATIENCE_MS / 1000} seconds`);
}

const say = (agent: string, ...said: string[]) =>
	stage.sandbox.addNotifications(
		agent,
		said.map((generated_message) => ({ generated_message })),
	);

it('brings every message once: pending before, while it runs, while n8n is stopped, across a crash', async () => {
	const messages = say('Luna', 'before 1', 'before 2');
	const workflow = await polling({ agentIds: ['Luna', 'Atlas'] });
	const got = async () => texts((await recorded(workflow)).flat());
	await eventually(async () => (await got()).length === 2);
	expect(await recorded(workflow)).toHaveLength(1);

	messages.push(...say('Atlas', 'running'));
	await eventually(async () => (await got()).length === 3);

	await stage.restart('in order', () => {
		messages.push(...say('Luna', 'stopped 1'), ...say('Atlas', 'stopped 2'));
	});
	await eventually(async () => (await got()).length === 5);

	await stage.restart('crash', () => void messages.push(...say('Luna', 'crashed')));
	await eventually(async () => (await got()).length === 6);
	await eventually(
		async () => await Promise.resolve(messages.every(({ status }) => status === 'consumed')),
	);
	// A poll later nothing has come a second time.
	await sleep(6_000);
	expect(await got()).toEqual([
		'before 1',
		'before 2',
		'running',
		'stopped 1',
		'stopped 2',
		'crashed',
	]);
});

it('brings each message once and leaves it pending with Never, restarts notwithstanding', async () => {
	const messages = say('Luna Moon/II', 'one', 'two');
	const workflow = await polling({ agentIds: ['Luna Moon/II'], consume: 'never' });
	const got = async () => texts((await recorded(workflow)).flat());
	await eventually(async () => (await got()).length === 2);
	await stage.restart('in order', () => void messages.push(...say('Luna Moon/II', 'three')));
	await eventually(async () => (await got()).length === 3);
	await sleep(6_000);
	expect(await got()).toEqual(['one', 'two', 'three']);
	expect(messages.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
});

it('brings nothing again and misses nothing when the published trigger is renamed', async () => {
	say('Luna Moon/II', 'renamed 1', 'renamed 2');
	const workflow = await polling({ agentIds: ['Luna Moon/II'], consume: 'never' });
	const got = async (name: string) => texts((await recorded(workflow, name)).flat());
	await eventually(async () => (await got(TRIGGER)).includes('renamed 2'));
	const before = await got(TRIGGER);

	const RENAMED = 'Renamed';
	await stage.session.patch(`/workflows/${workflow.id}`, {
		versionId: workflow.versionId,
		nodes: workflow.nodes.map((node) => ({ ...node, name: RENAMED })),
		connections: {},
	});
	expect((await publishWorkflow(stage.session, workflow.id)).status).toBe('published');
	// Publishing polls once, and two poll times pass.
	await sleep(11_000);
	say('Luna Moon/II', 'renamed 3');
	await eventually(async () => (await got(RENAMED)).length > 0);
	expect(await got(RENAMED)).toEqual(['renamed 3']);
	expect(await got(TRIGGER)).toEqual(before);
});

it('has seen every event after an outage, together with the trigger', async () => {
	const event = 'agent.mood_change';
	const trigger = await published('sonzaiTrigger', 2, { events: [event] });
	const poller = await polling({ source: 'failedDeliveries', eventTypes: [event] });
	const emit = async (number: number) =>
		await stage.sandbox.emit({ event_type: event, payload: { number } });
	const numbers = async (workflow: Workflow) =>
		(await recorded(workflow)).flat().map(({ number }) => number);

	await emit(1);
	await eventually(async () => (await numbers(trigger)).length === 1);
	await stage.restart('in order', async () => {
		for (const number of [2, 3, 4]) await emit(number);
		await sleep(1_500);
	});
	await emit(5);
	await eventually(async () => (await numbers(trigger)).length === 2);
	await eventually(async () => (await numbers(poller)).length === 3);
	await sleep(6_000);
	expect(await numbers(trigger)).toEqual([1, 5]);
	expect(await numbers(poller)).toEqual([2, 3, 4]);
});

it('reports an agent that fails as one failed execution, and brings the messages of the others', async () => {
	const workflow = await polling({ agentIds: ['Nobody', 'Atlas'] });
	const statuses = async () =>
		(await listExecutions(stage.session, workflow.id)).map(({ status }) => status).sort();
	await eventually(async () => (await statuses()).length === 1);
	say('Atlas', 'still here');
	await eventually(async () => (await statuses()).length === 2);
	await sleep(6_000);
	expect(await statuses()).toEqual(['error', 'success']);
	expect(texts((await recorded(workflow)).flat())).toEqual(['still here']);
});

it('stops the publishing with what is wrong and what to do', async () => {
	const { publication } = await publish('sonzaiNotificationTrigger', 1, {
		pollTimes: EVERY_FIVE_SECONDS,
		agentIds: ['Nobody'],
	});
	expect(publication.status).toBe('failed');
	expect(publicationErrors(publication).join()).toMatch(/HTTP 404.*Check the IDs and names/);
});
