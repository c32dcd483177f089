import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { SonzaiClient } from '../api/client';
import { InvalidInput } from '../errors/invalidInput';
import { toNodeError } from '../errors/nodeError';
import type { NodeKeys } from './identity';
import { nodeKeys } from './identity';
import { memoryOf } from './memory';
import { Registrations } from './registrations';
import type { Settings } from './settings';
import { readSettings } from './settings';
import type { Subscription } from './subscription';
import { endTest, isPublished, publish, startTest, unpublish } from './subscription';
import { isLoopback } from './target';

/** n8n itself tries a publish five times, and somebody waits for it. */
const PATIENCE = { timeoutMs: 10_000, totalMs: 10_000, attempts: 3 };

/** n8n asks whether the webhooks exist, before it creates them. */
export async function checkExists(context: IHookFunctions): Promise<boolean> {
	return await explained(context, async () => {
		const { subscription, isTest } = await open(context);
		// A test always has something to set up: its own URL, or the mark on production's.
		return !isTest && (await isPublished(subscription));
	});
}

/** n8n publishes the workflow, or starts to listen for a test event. */
export async function create(context: IHookFunctions): Promise<boolean> {
	return await explained(context, async () => {
		const { subscription, settings, isTest } = await open(context);
		if (isTest) await startTest(subscription);
		else await publish(subscription, settings.takeOver);
		return true;
	});
}

/** n8n unpublishes the workflow, ends a test, or cleans up after a publish that failed. */
export async function remove(context: IHookFunctions): Promise<boolean> {
	return await explained(context, async () => {
		const { subscription, isTest } = await open(context);
		await (isTest ? endTest(subscription) : unpublish(subscription));
		return true;
	});
}

/** Derives the keys that this node's registrations and copies carry. */
export async function keysOf(context: IHookFunctions | IWebhookFunctions): Promise<NodeKeys> {
	const { apiKey } = await context.getCredentials<{ apiKey: string }>('sonzaiApi');
	return nodeKeys(apiKey, {
		instanceId: context.getInstanceId(),
		workflowId: String(context.getWorkflow().id),
		nodeId: context.getNode().id,
	});
}

async function open(context: IHookFunctions): Promise<{
	readonly subscription: Subscription;
	readonly settings: Settings;
	readonly isTest: boolean;
}> {
	const webhookUrl = context.getNodeWebhookUrl('default') as string;
	const settings = readSettings(context);
	const client = await SonzaiClient.open(context, undefined, PATIENCE);
	if (isLoopback(webhookUrl) && !isLoopback(client.baseUrl)) {
		throw new InvalidInput(
			`Sonzai at ${client.baseUrl} cannot reach this n8n at ${new URL(webhookUrl).origin}`,
			'Set the environment variable N8N_WEBHOOK_URL (in older n8n WEBHOOK_URL) to the address under which the internet reaches this n8n, then restart it. Without such an address, poll for notifications instead.',
		);
	}
	const staticData = context.getWorkflowStaticData('node');
	const isTest = isTestRun(context, webhookUrl) || staticData.testUrl === webhookUrl;
	// Told to the delete that ends the test: it runs in another mode.
	if (isTest) staticData.testUrl = webhookUrl;
	return {
		settings,
		isTest,
		subscription: {
			registrations: new Registrations(client, settings.projectId),
			events: settings.events,
			webhookUrl,
			keys: await keysOf(context),
			memory: memoryOf(staticData),
		},
	};
}

/** The mode says so when a test starts, the URL (unless the instance renamed its endpoints) also when it ends. */
function isTestRun(context: IHookFunctions, webhookUrl: string): boolean {
	return context.getMode() === 'manual' || new URL(webhookUrl).pathname.includes('/webhook-test/');
}

/** n8n shows the message of what goes wrong while publishing, but not its description: both go into it. */
async function explained<T>(context: IHookFunctions, task: () => Promise<T>): Promise<T> {
	try {
		return await task();
	} catch (error) {
		throw toNodeError(context.getNode(), error, { messageOnly: true });
	}
}
