import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workflow } from '../../harness/n8n/workflows';
import { openEditor, openNode, type Editor } from '../../harness/n8n/browser';
import { openStage, OWNER, type Stage } from '../../harness/stage';

let stage: Stage;
let editor: Editor;
let pictures: string;

beforeAll(async () => {
	stage = await openStage();
	pictures = await mkdtemp(join(tmpdir(), 'n8n-editor-'));
	editor = await openEditor(stage.url, OWNER);
	process.stdout.write(`Pictures of the editor: ${pictures}\n`);
});

afterAll(async () => {
	await editor?.close();
	await stage?.close();
});

async function show(workflow: Workflow): Promise<void> {
	await editor.page.goto(`${stage.url}/workflow/${workflow.id}`);
	await editor.page.locator('[data-test-id="canvas-node"]').first().waitFor();
}

const picture = (name: string) => editor.page.screenshot({ path: join(pictures, `${name}.png`) });

it.each<[string, (s: Stage) => Workflow, string, string[]]>([
	[
		'the action node that schedules',
		(s) => s.scheduleCheckIn,
		'Schedule a wakeup',
		[
			'Resource',
			'Operation',
			'Agent',
			'User ID',
			'Context',
			'When',
			'Scheduled At',
			'Additional Fields',
		],
	],
	['the trigger', (s) => s.answerAgent, 'Agent wakes up', ['Trigger On']],
	[
		'the action node that lists',
		(s) => s.answerAgent,
		'Get its messages',
		['Resource', 'Operation', 'Agent', 'Return All', 'Limit', 'Filters'],
	],
	[
		'the action node that consumes',
		(s) => s.answerAgent,
		'Mark as handled',
		['Resource', 'Operation', 'Agent', 'Notification ID'],
	],
])('opens the panel of %s with its labels', async (_title, workflowOf, node, labels) => {
	const { page } = editor;
	await show(workflowOf(stage));
	await picture(`canvas - ${workflowOf(stage).name}`);
	await openNode(page, node);
	const panel = page.locator('[data-test-id="node-parameters"], [data-test-id="ndv"]').first();
	for (const label of labels) {
		await panel.getByText(label, { exact: true }).first().waitFor();
	}
	await picture(`panel - ${node}`);
	expect(await page.getByText(/unknown node|not installed|Install this node/i).count()).toBe(0);
	const credential = page.locator('[data-test-id="node-credentials-select"] input');
	expect(await credential.first().inputValue()).toBe('Sonzai API');
	expect(editor.problems).toEqual([]);
});

it('lists the agents of the account to choose from', async () => {
	const { page } = editor;
	await show(stage.scheduleCheckIn);
	await openNode(page, 'Schedule a wakeup');
	await page.locator('[data-test-id="rlc-mode-selector"]').first().click();
	await page.getByRole('option', { name: 'From List' }).click();
	await page.locator('[data-test-id="rlc-input"]').first().click();
	for (const { name } of stage.sandbox.agents) {
		await page
			.locator('[data-test-id="rlc-item"]')
			.getByText(name, { exact: true })
			.first()
			.waitFor();
	}
	await picture('list of agents');
	expect(editor.problems).toEqual([]);
});

it('sends the browser to no other machine', () => {
	expect(editor.foreignRequests).toEqual([]);
});
