import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nextSteps } from '../../demo/nextSteps';
import { playStory } from '../../demo/story';
import { openEditor, type Editor } from '../../harness/n8n/browser';
import { listExecutions, nextExecution } from '../../harness/n8n/executions';
import {
	createWorkflow,
	findWorkflow,
	publicationErrors,
	publishWorkflow,
	type Workflow,
} from '../../harness/n8n/workflows';
import { openStage, OWNER, type Stage } from '../../harness/stage';
import { withOwnSteps, type Step } from '../support/ownSteps';

let stage: Stage;
let editor: Editor;
let elsewhere: Server;
const received: string[] = [];

beforeAll(async () => {
	elsewhere = createServer((request, response) => {
		request.on('data', (chunk: Buffer) => received.push(chunk.toString()));
		request.on('end', () => response.setHeader('content-type', 'application/json').end('{"ok":1}'));
	});
	await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
	stage = await openStage();
	editor = await openEditor(stage.url, OWNER);
});

afterAll(async () => {
	await editor?.close();
	await stage?.close();
	elsewhere.close();
});

const saved = async ({ id }: Workflow) => (await findWorkflow(stage.session, id)) as Workflow;

const parametersOf = ({ nodes }: Workflow, name: string) =>
	nodes.find((node) => node.name === name)?.parameters;

/** The story as the demo tells it, with the workflows as they are saved now. */
async function story(): Promise<string[]> {
	const { session, sandbox } = stage;
	const lines: string[] = [];
	await playStory(
		{
			session,
			scheduleCheckIn: await saved(stage.scheduleCheckIn),
			answerAgent: await saved(stage.answerAgent),
		},
		sandbox,
		{ say: (line) => lines.push(line) },
	);
	return lines;
}

async function publish(workflow: Workflow): Promise<void> {
	const publication = await publishWorkflow(stage.session, workflow.id);
	expect({ status: publication.status, errors: publicationErrors(publication) }).toEqual({
		status: 'published',
		errors: [],
	});
}

async function renameInEditor(workflow: Workflow, from: string, to: string): Promise<void> {
	const { page } = editor;
	const node = (name: string) =>
		page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	await page.goto('about:blank');
	await page.goto(`${stage.url}/workflow/${workflow.id}`);
	await node(from).click();
	await page.keyboard.press('F2');
	const input = page.locator('[role="dialog"] input').first();
	await input.fill(to);
	await input.press('Enter');
	await node(to).waitFor();
	await page.keyboard.press('Control+s');
	while (parametersOf(await saved(workflow), to) === undefined) await page.waitForTimeout(200);
}

const TOLD = [
	expect.stringMatching(/^n8n ran "Schedule a check-in" .* is to wake up at \d\d:\d\d:\d\d\.$/),
	expect.stringMatching(/^The agent woke up\. Its signed webhook started "Answer the agent"/),
	expect.stringContaining('Ask how the job interview went'),
	'n8n marked it as handled. The Sonzai API now calls it "consumed".',
	expect.stringMatching(/^See for yourself: http/),
];

it('the story is told from what happened, after nodes were renamed and saved in the editor', async () => {
	await renameInEditor(stage.answerAgent, 'Get its messages', 'Fetch');
	await renameInEditor(stage.scheduleCheckIn, 'Schedule a wakeup', 'Wake it');
	// What the story once looked for: n8n has dropped it, as it has dropped every default.
	expect(parametersOf(await saved(stage.answerAgent), 'Fetch')).not.toHaveProperty('operation');
	await publish(stage.answerAgent);
	await expect(story()).resolves.toEqual(TOLD);
});

it('the story is told from what happened, while the published version has other names than the draft', async () => {
	await renameInEditor(stage.answerAgent, 'Fetch', 'A name for the next version');
	await expect(story()).resolves.toEqual(TOLD);
});

it("a newcomer's own workflow runs beside the example, on an event that the demo calls free", async () => {
	const { session, answerAgent, scheduleCheckIn } = stage;
	const steps = nextSteps({ session, scheduleCheckIn, answerAgent }, ['on_wakeup_ready'], '');
	expect(steps.join('\n')).toContain('Free, and sent at each wakeup: "Agent Message"');
	const trigger = answerAgent.nodes.find(({ name }) => name === 'Agent wakes up')!;
	const own = await createWorkflow(session, {
		id: 'newcomersOwn0001',
		name: 'My first workflow',
		nodes: [
			{
				...trigger,
				id: 'own-trigger',
				webhookId: 'e0a7a2a4-6f0f-4a52-9d0b-6b8f1d3c2a10',
				parameters: { events: ['agent.message'] },
			},
		],
		connections: {},
	});
	await publish(own);
	const before = (await listExecutions(session, own.id))[0]?.id ?? '0';
	await expect(story()).resolves.toEqual(TOLD);
	expect(await nextExecution(session, own.id, before, 60_000)).toBeDefined();
});

it('the examples work with Set, HTTP Request and Code between all their steps', async () => {
	const { session, sandbox } = stage;
	const { port } = elsewhere.address() as AddressInfo;
	const steps: Step[] = [
		{
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: '={{ { "text": $json.generated_message } }}' },
		},
		{
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url: `http://127.0.0.1:${port}/`,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ { "text": $json.text } }}',
			},
		},
		{
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			parameters: { jsCode: 'return $input.all().map(() => ({ json: { sent: true } }));' },
		},
	];
	for (const example of [stage.answerAgent, stage.scheduleCheckIn]) {
		const { nodes, connections } = withOwnSteps(await saved(example), steps);
		await session.patch(`/workflows/${example.id}`, { nodes, connections });
	}
	await publish(stage.answerAgent);
	const [waiting] = sandbox.addNotifications('Luna', [
		{ user_id: 'demo-user', generated_message: 'A message that waits already' },
	]);

	const lines = await story();
	expect(lines.filter((line) => line.startsWith("The agent's message was"))).toHaveLength(2);
	expect(lines.filter((line) => line.includes('calls it "consumed"'))).toHaveLength(2);
	expect(waiting).toMatchObject({ status: 'consumed' });
	expect(received.join()).toContain('A message that waits already');
	expect(received.join()).toContain('Ask how the job interview went');
});

it('the story says what a workflow did not do', async () => {
	const { session, answerAgent } = stage;
	const { nodes, connections } = await saved(answerAgent);
	await session.patch(`/workflows/${answerAgent.id}`, {
		nodes: nodes.map((node) =>
			node.name === 'Mark as handled' ? { ...node, disabled: true } : node,
		),
		connections,
	});
	await publish(answerAgent);
	expect(await story()).toContain(
		'n8n did not mark it as handled. The Sonzai API calls it "pending".',
	);
});
