import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodePropertyOptions, INodeType } from 'n8n-workflow';
import { Sonzai } from '../../nodes/Sonzai/Sonzai.node';
import { SonzaiNotificationTrigger } from '../../nodes/Sonzai/SonzaiNotificationTrigger.node';
import { SonzaiTrigger } from '../../nodes/Sonzai/SonzaiTrigger.node';
import { openEditor, type Editor } from '../../harness/n8n/browser';
import { openStage, OWNER, type Stage } from '../../harness/stage';

// Without "Trigger" where a node's entry leads on to the events that it starts on.
const MERGED = 'Sonzai';
const POLLING = 'Sonzai Notification';

let stage: Stage;
let editor: Editor;
let pictures: string;

beforeAll(async () => {
	stage = await openStage();
	pictures = await mkdtemp(join(tmpdir(), 'n8n-picker-'));
	editor = await openEditor(stage.url, OWNER);
	process.stdout.write(`Pictures of the node picker: ${pictures}\n`);
});

afterEach(() => expect(editor.problems).toEqual([]));

afterAll(async () => {
	await editor?.close();
	await stage?.close();
});

const picture = (name: string) => editor.page.screenshot({ path: join(pictures, `${name}.png`) });
const entries = () => editor.page.locator('[data-test-id="node-creator-item-name"]');
const entry = (name: string) => entries().getByText(name, { exact: true });

/** An empty canvas with the picker open, as a newcomer meets it. */
async function pickerOfEmptyCanvas(): Promise<void> {
	const { page } = editor;
	// Loads the page anew: an entry that the last test left open would be kept otherwise.
	await page.goto('about:blank');
	await page.goto(`${stage.url}/workflow/new`);
	await page.locator('[data-test-id="canvas-add-button"]').getByRole('button').click();
	await page.locator('[data-test-id="node-creator-search-bar"]').waitFor();
}

const search = (text: string) =>
	editor.page.locator('[data-test-id="node-creator-search-bar"]').fill(text);

/** Chooses an entry, and waits for the list that it leads to. */
async function enter(name: string): Promise<void> {
	await entry(name).click();
	await entry(name).waitFor({ state: 'detached' });
}

const actionsOf = ({ description }: INodeType, field: string) =>
	description.properties
		.filter(({ name }) => name === field)
		.flatMap(({ options }) => options as INodePropertyOptions[])
		.map(({ action }) => action);

async function nodesOnCanvas(): Promise<Array<string | null>> {
	const nodes = await editor.page.locator('[data-test-id="canvas-node"]').all();
	return Promise.all(nodes.map((node) => node.getAttribute('data-node-name')));
}

async function closePanel(): Promise<void> {
	await editor.page.keyboard.press('Escape');
	await editor.page.locator('[data-test-id="ndv"]').waitFor({ state: 'detached' });
}

describe('from an empty canvas', () => {
	it('finds the nodes by their name, and nothing else', async () => {
		await pickerOfEmptyCanvas();
		await search('sonzai');
		await entry(POLLING).waitFor();
		await expect(entries().allInnerTexts()).resolves.toEqual([MERGED, POLLING]);
		await picture('search - sonzai');
	});

	it('finds them by what people type', async () => {
		await pickerOfEmptyCanvas();
		for (const [text, expected] of [
			['sonz', [MERGED, POLLING]],
			['Sonzai Trigger', [MERGED, POLLING]],
			['ai agent', [MERGED, POLLING]],
			['companion', [MERGED]],
			['ai agent notifications', [MERGED, POLLING]],
			['agent memory', [MERGED]],
			['agent message', [MERGED, POLLING]],
			['reminder', [MERGED]],
			['proactive message', [MERGED, POLLING]],
			['agent mood', [MERGED]],
			['proactive messages', [MERGED, POLLING]],
			['character', [MERGED]],
			['wakeup', [MERGED, POLLING]],
			['wake up', [MERGED, POLLING]],
			['polling', [MERGED, POLLING]],
			['failed delivery', [MERGED, POLLING]],
		] as const) {
			// Between two words the list is empty, so that what is found is not left from the last one.
			await search('no node has this name');
			await editor.page.getByText('No results for "no node has this name"').waitFor();
			await search(text);
			for (const name of expected) await entry(name).waitFor();
			await picture(`search - ${text}`);
		}
	});

	it('shows the events by name, and drops one', async () => {
		await pickerOfEmptyCanvas();
		const { page } = editor;
		await search('sonzai');
		await enter(MERGED);
		await entry('On wakeup ready').waitFor();
		expect(await entries().allInnerTexts()).toEqual(actionsOf(new SonzaiTrigger(), 'events'));
		await picture('events');

		await entry('On agent mood change').click();
		const panel = page.locator('[data-test-id="node-parameters"]').first();
		await panel.getByText('Agent Mood Change', { exact: true }).first().waitFor();
		const credential = page.locator('[data-test-id="node-credentials-select"] input');
		expect(await credential.first().inputValue()).toBe('Sonzai API');
		await picture('event dropped - panel');
		await closePanel();
		expect(await nodesOnCanvas()).toEqual(['Sonzai Trigger']);
		await page.getByText('agent.mood_change', { exact: true }).waitFor();
		await picture('event dropped - canvas');
	});

	it('shows what the polling trigger starts on, and drops it', async () => {
		await pickerOfEmptyCanvas();
		const { page } = editor;
		await search('sonzai');
		await enter(POLLING);
		await entry('On failed event delivery').waitFor();
		expect(await entries().allInnerTexts()).toEqual(
			actionsOf(new SonzaiNotificationTrigger(), 'source'),
		);
		await picture('polling');

		await entry('On failed event delivery').click();
		const panel = page.locator('[data-test-id="node-parameters"]').first();
		await panel.getByText('Trigger On', { exact: true }).waitFor();
		await picture('polling dropped - panel');
		await closePanel();
		expect(await nodesOnCanvas()).toEqual(['Sonzai Notification Trigger']);
		await page.getByText('failed deliveries', { exact: true }).waitFor();
		await picture('polling dropped - canvas');
	});
});

it('shows the actions by name behind a trigger, and drops one', async () => {
	const { page } = editor;
	await page.goto(`${stage.url}/workflow/${stage.answerAgent.id}`);
	await page.locator('[data-test-id="canvas-handle-plus"]').last().click();
	await search('reminder');
	await enter(MERGED);
	await entry('Schedule wakeup').waitFor();
	expect((await entries().allInnerTexts()).sort()).toEqual(
		actionsOf(new Sonzai(), 'operation').sort(),
	);
	await picture('actions');

	await entry('Schedule wakeup').click();
	const panel = page.locator('[data-test-id="node-parameters"]').first();
	await panel.getByText('When', { exact: true }).waitFor();
	await picture('action dropped - panel');
	await closePanel();
	expect(await nodesOnCanvas()).toContain('Schedule wakeup');
});
