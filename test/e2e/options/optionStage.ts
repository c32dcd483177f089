import { randomUUID } from 'node:crypto';
import type { N8nSession } from '../../../harness/n8n/rest';
import { createWorkflow, type Workflow } from '../../../harness/n8n/workflows';
import { openStage } from '../../../harness/stage';
import { Lanes, type Lane } from './lanes';
import { ask } from './sent';
import type { Json } from './json';

/** The workflows' timezone: far from UTC, and without daylight saving time. */
export const TIMEZONE = 'Asia/Kolkata';

/** The real n8n with the packed package in it, for rows that run side by side. */
export interface OptionStage {
	readonly session: N8nSession;
	readonly lanes: Lanes;
	close(): Promise<void>;
}

export async function openOptionStage(): Promise<OptionStage> {
	// A publication that n8n tries five times keeps others waiting for 16 seconds, by default five at a time.
	const stage = await openStage({}, { N8N_WORKFLOW_PUBLICATION_CONCURRENCY: '16' });
	const lanes = new Lanes(stage.session);
	await lanes.with(loadLazily);
	return {
		session: stage.session,
		lanes,
		async close() {
			await stage.close();
			await lanes.close();
		},
	};
}

/**
 * Lets the sandbox's libraries load what they load at their first use: between tests Jest refuses
 * that, and of tests that run side by side one is always between two.
 */
async function loadLazily({ sandbox }: Lane): Promise<void> {
	await ask(sandbox, 'PUT /webhooks/first', { webhook_url: sandbox.url });
	await sandbox.emit({ event_type: 'first', payload: {} });
}

/** A node of the package as a workflow holds it. */
export interface PackageNode {
	readonly type: 'sonzai' | 'sonzaiTrigger' | 'sonzaiNotificationTrigger';
	readonly version: number;
	readonly parameters: Json;
	/** Settings of the node besides its parameters. */
	readonly settings?: Json;
}

export const NODE = 'Sonzai';
export const START = 'Start';

/**
 * Saves a workflow with one node of the package.
 *
 * @param items what a manual trigger hands to the node; without them, the node is the trigger
 */
export async function saveWorkflow(
	{ session }: OptionStage,
	{ credential }: Pick<Lane, 'credential'>,
	{ type, version, parameters, settings }: PackageNode,
	items?: readonly Json[],
): Promise<Workflow> {
	const id = randomUUID().slice(0, 16);
	const node = {
		id: randomUUID(),
		name: NODE,
		type: `n8n-nodes-sonzai.${type}`,
		typeVersion: version,
		position: [200, 0],
		parameters,
		credentials: { sonzaiApi: credential },
		...(items === undefined && { webhookId: randomUUID() }),
		...settings,
	};
	const start = {
		id: randomUUID(),
		name: START,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return await createWorkflow(session, {
		id,
		name: id,
		nodes: items === undefined ? [node] : [start, node],
		connections:
			items === undefined ? {} : { [START]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1', timezone: TIMEZONE },
		...(items && { pinData: { [START]: items.map((json) => ({ json })) } }),
	});
}
