import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { readExample, withCredential, WITHOUT_DUPLICATES } from '../../harness/examples';
import { listExecutions, readExecution } from '../../harness/n8n/executions';
import {
	createWorkflow,
	publicationErrors,
	publishWorkflow,
	unpublishWorkflow,
	type Workflow,
	type WorkflowNode,
} from '../../harness/n8n/workflows';
import { platformOf } from '../../harness/platform';
import { openStage, signatureHeader, type Stage } from '../../harness/stage';
import { until } from '../support/until';

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

/** A workflow that does nothing but start; what fails in it is followed by an execution of mode `error`. */
async function workflowWith(
	parameters: Record<string, unknown>,
	next?: Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'>,
): Promise<Workflow> {
	const id = `delivery-${++serial}`;
	const uuid = (kind: number) =>
		`${kind}0000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
	return await createWorkflow(stage.session, {
		id,
		name: id,
		nodes: [
			{
				id: uuid(1),
				name: TRIGGER,
				type: 'n8n-nodes-sonzai.sonzaiTrigger',
				typeVersion: 2,
				position: [0, 0],
				webhookId: uuid(2),
				parameters,
				credentials: { sonzaiApi: stage.credential },
			},
			{
				id: uuid(3),
				name: 'On error',
				type: 'n8n-nodes-base.errorTrigger',
				typeVersion: 1,
				position: [0, 200],
				parameters: {},
			},
			...(next ? [{ ...next, id: uuid(4), name: 'Next', position: [200, 0] }] : []),
		],
		connections: next ? { [TRIGGER]: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } } : {},
		settings: { executionOrder: 'v1' },
	});
}

async function publish({ id }: Workflow): Promise<void> {
	const publication = await publishWorkflow(stage.session, id);
	expect([publication.status, ...publicationErrors(publication)]).toEqual(['published']);
}

async function published(parameters: Record<string, unknown>): Promise<Workflow> {
	const workflow = await workflowWith(parameters);
	await publish(workflow);
	return workflow;
}

/** Changes the trigger's node, and publishes the workflow again. */
async function change({ id }: Workflow, what: Partial<WorkflowNode>): Promise<void> {
	const { nodes, connections } = await stage.session.get<Workflow>(`/workflows/${id}`);
	await stage.session.patch(`/workflows/${id}`, {
		nodes: nodes.map((node) =>
			node.type === 'n8n-nodes-sonzai.sonzaiTrigger' ? { ...node, ...what } : node,
		),
		connections,
	});
	await publishWorkflow(stage.session, id);
}

/** How many executions there were, by mode and outcome. */
async function executions({ id }: Workflow): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const { mode, status } of await listExecutions(stage.session, id)) {
		const kind = status === 'success' ? mode : `${mode} ${status}`;
		counts[kind] = (counts[kind] ?? 0) + 1;
	}
	return counts;
}

const stored = async ({ id }: Workflow) =>
	await stage.database('SELECT staticData FROM workflow_entity WHERE id = ?', id);

const urlOf = async (event: string) => (await platform.urls())[event] as string;

interface Sent {
	readonly body?: string | Buffer;
	readonly headers?: Record<string, string>;
}

async function send(url: string, { body = '{}', headers = {} }: Sent = {}): Promise<number> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});
	await response.arrayBuffer();
	return response.status;
}

const now = () => Math.floor(Date.now() / 1000);

/** Delivers what Sonzai has signed. */
async function deliver(event: string, payload: object, secondsAgo = 0): Promise<number> {
	const body = JSON.stringify(payload);
	const signature = signatureHeader(body, await stage.signingSecret(event), now() - secondsAgo);
	return await send(await urlOf(event), { body, headers: { 'sonzai-signature': signature } });
}

const renewals = () => platform.writes().filter(({ path }) => path.endsWith('/rotate-secret'));

const attemptsOf = (event: string) =>
	stage.sandbox
		.deliveries()
		.filter(({ event_type }) => event_type === event)
		.map(({ response_code }) => response_code);

describe('what a stranger sends', () => {
	it('is what the error workflow would run for, if it came to an execution', async () => {
		const workflow = await workflowWith(
			{ events: ['agent.wakeup'] },
			{
				type: 'n8n-nodes-base.stopAndError',
				typeVersion: 1,
				parameters: { errorMessage: 'wanted' },
			},
		);
		await publish(workflow);
		expect(await deliver('agent.wakeup', {})).toBe(200);
		await until(async () => {
			const counts = await executions(workflow);
			return counts['webhook error'] === 1 && counts.error === 1;
		});
		await unpublishWorkflow(stage.session, workflow.id);
	});

	it('is refused, and starts, writes and reports nothing', async () => {
		const workflow = await published({
			events: ['agent.message'],
			options: { customEvents: 'constructor' },
			// Gives a value when it is published, and nothing later.
			filters: { userIds: '={{ $workflow.name === "renamed" ? "" : "u" }}' },
		});
		const url = await urlOf('agent.message');
		await stage.session.patch(`/workflows/${workflow.id}`, { name: 'renamed' });
		const before = await stored(workflow);

		const forged = { 'sonzai-signature': `t=${now()},v1=${'0'.repeat(64)}` };
		const binary = { 'content-type': 'application/octet-stream' };
		const gzip = { 'content-encoding': 'gzip' };
		const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
		const field = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n{}\r\n--x--\r\n';
		const file = field.replace('name="a"', 'name="a"; filename="b.json"');
		const cases: Array<[number, string, Sent]> = [
			[401, url, {}],
			[401, url, { headers: multipart, body: field }],
			[415, url, { headers: { ...multipart, ...forged }, body: field }],
			[415, url, { headers: { ...multipart, ...forged }, body: file }],
			[401, url, { headers: { ...binary, ...gzip }, body: 'no gzip' }],
			[400, url, { headers: { ...binary, ...gzip, ...forged }, body: 'no gzip' }],
			[
				400,
				url,
				{ headers: { ...binary, ...gzip, ...forged }, body: gzipSync('{"a":1}').subarray(0, 15) },
			],
			[413, url, { headers: { ...binary, ...forged }, body: Buffer.alloc(16 * 2 ** 20 + 1) }],
			[401, await urlOf('constructor'), { headers: forged }],
			[401, url.replace('agent.message', 'toString'), { headers: forged }],
			[401, url.replace('agent.message', '__proto__'), { headers: forged }],
			[401, url, { headers: { ...forged, authorization: 'Bearer guess' } }],
		];
		for (const [status, target, sent] of cases) {
			expect([await send(target, sent), target, sent.headers]).toEqual([
				status,
				target,
				sent.headers,
			]);
		}
		await breakOff(url, forged['sonzai-signature']);

		// Sonzai's own can't be judged now, and is asked for again.
		expect(await deliver('agent.message', { user_id: 'u' })).toBe(503);
		expect(await stored(workflow)).toEqual(before);
		await stage.session.patch(`/workflows/${workflow.id}`, { name: workflow.name });
		expect(await deliver('agent.message', { user_id: 'u' })).toBe(200);
		expect(await deliver('constructor', { user_id: 'u' })).toBe(200);
		expect(await deliver('agent.message', { user_id: { toString: 1 } })).toBe(200);
		await until(async () => (await executions(workflow)).webhook === 2);
		expect(await executions(workflow)).toEqual({ webhook: 2 });
		expect(await stored(workflow)).toEqual(before);
		await unpublishWorkflow(stage.session, workflow.id);
	});
});

/** Ends a connection in the middle of a compressed body, and waits until n8n has closed it. */
async function breakOff(url: string, signature: string): Promise<void> {
	const { hostname, port, pathname, search } = new URL(url);
	const socket = connect(Number(port), hostname);
	socket.end(
		`POST ${pathname}${search} HTTP/1.1\r\nHost: n8n\r\nSonzai-Signature: ${signature}\r\nContent-Encoding: gzip\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\n`,
	);
	socket.resume();
	await new Promise((resolve) => socket.once('close', resolve));
}

describe('a repeated event', () => {
	it('starts the workflow once in a process, also at the same moment, and again after a restart', async () => {
		const workflow = await published({
			events: ['agent.message'],
			options: { ignoreDuplicates: true },
		});
		const before = await stored(workflow);
		const statuses = await Promise.all(
			Array.from({ length: 8 }, async () => await deliver('agent.message', { n: 1 })),
		);
		expect(statuses).toEqual(Array(8).fill(200));
		expect(await deliver('agent.message', { n: 1 }, 30)).toBe(200);
		expect(await deliver('agent.message', { n: 2 })).toBe(200);
		await until(async () => ((await executions(workflow)).webhook ?? 0) >= 2);
		expect(await executions(workflow)).toEqual({ webhook: 2 });
		expect(await stored(workflow)).toEqual(before);

		await stage.restart();
		expect(await deliver('agent.message', { n: 1 })).toBe(200);
		expect(await deliver('agent.message', { n: 1 })).toBe(200);
		await until(async () => ((await executions(workflow)).webhook ?? 0) >= 3);
		expect(await executions(workflow)).toEqual({ webhook: 3 });
		await unpublishWorkflow(stage.session, workflow.id);
	});

	it('is handled once by the example with Remove Duplicates, also after a restart', async () => {
		const example = await createWorkflow(
			stage.session,
			withCredential(await readExample(WITHOUT_DUPLICATES), stage.credential),
		);
		await publish(example);
		const due = 'on_recurring_event_due';
		const event = { agent_id: 'a', data: { schedule_id: 's' } };
		expect(await deliver(due, event)).toBe(200);
		await until(async () => (await executions(example)).webhook === 1);
		await stage.restart();
		expect(await deliver(due, event)).toBe(200);
		await until(async () => (await executions(example)).webhook === 2);
		expect(await deliver(due, { ...event, agent_id: 'b' })).toBe(200);
		await until(async () => (await executions(example)).webhook === 3);
		const handled: unknown[] = [];
		for (const { id } of await listExecutions(stage.session, example.id)) {
			handled.push(...((await readExecution(stage.session, id)).items['Handle the event'] ?? []));
		}
		expect(handled).toEqual([
			{ event_type: due, agent_id: 'b', data: { schedule_id: 's' } },
			{ event_type: due, ...event },
		]);
		await unpublishWorkflow(stage.session, example.id);
	});
});

it('heals seven secrets that do not fit at once by the first retry, with one rotation each', async () => {
	const events = [1, 2, 3, 4, 5, 6, 7].map((number) => `event.${number}`);
	const workflow = await published({ events: [], options: { customEvents: events.join() } });
	const emitAll = async (count: number) => {
		await Promise.all(
			events.map(
				async (event_type) => await stage.sandbox.emit({ event_type, payload: { count } }),
			),
		);
		await until(async () => ((await executions(workflow)).webhook ?? 0) === 7 * count);
	};
	const rotated = renewals().length;
	// An old backup, as it were: without any of the secrets.
	await stage.restart('in order', async () => {
		await stage.database('UPDATE workflow_entity SET staticData = NULL WHERE id = ?', workflow.id);
	});
	await emitAll(1);
	for (const event of events) expect([event, ...attemptsOf(event)]).toEqual([event, 503, 200]);
	expect(renewals()).toHaveLength(rotated + 7);

	await emitAll(2);
	expect(renewals()).toHaveLength(rotated + 7);
	await unpublishWorkflow(stage.session, workflow.id);
});

it('keeps what it knows when its node is renamed, and lets go when it is disabled', async () => {
	await platform.put('agent.message', 'https://elsewhere.example/hook', 'Bearer theirs');
	const workflow = await published({ events: ['agent.message'], onConflict: 'takeOver' });
	const isTheirs = async () => (await urlOf('agent.message'))?.startsWith('https://elsewhere');

	await change(workflow, { name: 'Renamed' });
	expect(await isTheirs()).toBe(false);
	await stage.restart();
	await stage.sandbox.emit({ event_type: 'agent.message', payload: {} });
	await until(async () => (await executions(workflow)).webhook === 1);
	expect(attemptsOf('agent.message').at(-1)).toBe(200);

	await change(workflow, { disabled: true });
	await until(isTheirs);
	await change(workflow, { disabled: false });
	expect(await isTheirs()).toBe(false);
	await unpublishWorkflow(stage.session, workflow.id);
	expect(await platform.list()).toMatchObject([{ auth_header: 'Bearer theirs' }]);
	await platform.remove('agent.message');
});

it('names another workflow of this n8n that has the event', async () => {
	const owner = await published({ events: ['agent.message'] });
	const other = await workflowWith({ events: ['agent.message'] });
	const publication = await publishWorkflow(stage.session, other.id);
	expect(publicationErrors(publication).join()).toMatch(
		/delivered to another workflow of this n8n.*Unpublish that other workflow, or choose another event here\.$/,
	);
	await unpublishWorkflow(stage.session, other.id);
	await stage.sandbox.emit({ event_type: 'agent.message', payload: {} });
	await until(async () => (await executions(owner)).webhook === 1);
	await unpublishWorkflow(stage.session, owner.id);
});
