import type { IHookFunctions } from 'n8n-workflow';
import { SonzaiClient } from '../api/client';
import { InvalidInput } from '../errors/invalidInput';
import { toNodeError } from '../errors/nodeError';
import { identityOf, keysOf, textOf } from './identity';
import type { ProcessMemory } from './processMemory';
import { Registrations } from './registrations';
import { readRules, readSubscribed, readTakeOver } from './settings';
import { readState, writeState } from './state';
import type { Subscription } from './subscription';
import { endTest, isPublished, publish, startTest, unpublish } from './subscription';
import { isLoopback } from './registeredUrl';

/** n8n itself tries a publish five times, and somebody waits for it. */
const PATIENCE = { timeoutMs: 10_000, totalMs: 10_000, attempts: 3 };

/** The methods that n8n calls when the workflow is published, unpublished or tested. */
export function lifecycle(memory: ProcessMemory) {
	return {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			return await checkExists(this, memory);
		},
		async create(this: IHookFunctions): Promise<boolean> {
			return await create(this, memory);
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			return await remove(this, memory);
		},
	};
}

/** n8n asks whether the webhooks exist, before it creates them. */
async function checkExists(context: IHookFunctions, memory: ProcessMemory): Promise<boolean> {
	return await publishing(context, memory, async () => {
		readRules(context);
		return await withSubscription(
			context,
			memory,
			// A test always has something to set up: its own URL, or the mark on production's.
			async (subscription, isTest) => !isTest && (await isPublished(subscription)),
		);
	});
}

/** n8n publishes the workflow, or starts to listen for a test event. */
async function create(context: IHookFunctions, memory: ProcessMemory): Promise<boolean> {
	return await publishing(context, memory, async () => {
		// What would let no delivery be judged, or none through, is for now to say.
		readRules(context);
		await withSubscription(context, memory, async (subscription, isTest) => {
			await (isTest ? startTest(subscription) : publish(subscription, readTakeOver(context)));
		});
		return true;
	});
}

/**
 * n8n unpublishes the workflow, ends a test, or cleans up after a publish that failed. A cleanup does
 * not fail: n8n 2.41 would take the workflow for registered, and the next publish would say
 * "Published" without calling anything. What it leaves behind, that next publish replaces.
 */
async function remove(context: IHookFunctions, memory: ProcessMemory): Promise<boolean> {
	const isCleanup = memory.failedPublishes.delete(textOf(identityOf(context)));
	try {
		await withSubscription(context, memory, async (subscription, isTest) => {
			await (isTest ? endTest(subscription) : unpublish(subscription));
		});
	} catch (error) {
		const failure = toNodeError(context.getNode(), error, { messageOnly: true });
		if (!isCleanup) throw failure;
		context.logger.warn(
			`Sonzai Trigger could not clean up after publishing had failed: ${failure.message}`,
			{ workflowId: context.getWorkflow().id, node: context.getNode().name },
		);
	}
	return true;
}

/** Opens what a method works on, and keeps what it leaves behind, also when it fails. */
async function withSubscription<T>(
	context: IHookFunctions,
	memory: ProcessMemory,
	task: (subscription: Subscription, isTest: boolean) => Promise<T>,
): Promise<T> {
	const webhookUrl = context.getNodeWebhookUrl('default') as string;
	const { events, projectId } = readSubscribed(context);
	const client = await SonzaiClient.open(context, undefined, PATIENCE);
	if (isLoopback(webhookUrl) && !isLoopback(client.baseUrl)) {
		throw new InvalidInput(
			`Sonzai at ${client.baseUrl} cannot reach this n8n at ${new URL(webhookUrl).origin}`,
			'Set the environment variable N8N_WEBHOOK_URL (in older n8n WEBHOOK_URL) to the address under which the internet reaches this n8n, then restart it. Without such an address, poll for notifications instead.',
		);
	}
	const identity = identityOf(context);
	const node = textOf(identity);
	const registrations = new Registrations(client, projectId);
	const state = readState(context);
	const isTest = isTestRun(context, webhookUrl) || state.testUrl === webhookUrl;
	// Read by the delete that ends the test: it runs in another mode.
	if (isTest) state.testUrl = webhookUrl;
	const subscription: Subscription = {
		registrations,
		events,
		webhookUrl,
		keys: await keysOf(context, identity),
		state,
		learn: (event, secret) => {
			const learned = { event, secret, learnedAt: Date.now() };
			state.secrets.set(registrations.key(event), learned);
			memory.secrets.learn(node, registrations.key(event), learned);
		},
		forget: (key) => {
			state.secrets.delete(key);
			memory.secrets.forget(node, key);
		},
	};
	try {
		return await task(subscription, isTest);
	} finally {
		writeState(context, state);
	}
}

/** The mode says so when a test starts, the URL (unless the instance renamed its endpoints) also when it ends. */
function isTestRun(context: IHookFunctions, webhookUrl: string): boolean {
	return context.getMode() === 'manual' || new URL(webhookUrl).pathname.includes('/webhook-test/');
}

/**
 * Remembers when publishing fails, for the cleanup that follows. n8n shows the message of what goes
 * wrong, but not its description: both go into it.
 */
async function publishing<T>(
	context: IHookFunctions,
	memory: ProcessMemory,
	task: () => Promise<T>,
): Promise<T> {
	try {
		return await task();
	} catch (error) {
		if (!isTestRun(context, context.getNodeWebhookUrl('default') as string)) {
			memory.failedPublishes.add(textOf(identityOf(context)));
		}
		throw toNodeError(context.getNode(), error, { messageOnly: true });
	}
}
