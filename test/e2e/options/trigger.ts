import { SonzaiTrigger } from '../../../nodes/Sonzai/SonzaiTrigger.node';
import type { Execution } from '../../../harness/n8n/executions';
import {
	publicationErrors,
	publishWorkflow,
	unpublishWorkflow,
} from '../../../harness/n8n/workflows';
import { signatureHeader } from '../../../harness/stage';
import type { Sandbox } from '../../../sandbox';
import { NODE, saveWorkflow } from './optionStage';
import { parametersOf, type Parameter } from './panel';
import { finishedExecutions } from './publishing';
import type { Json } from './json';
import { rowOf, together, withValue, type Case, type Row } from './row';
import { ask, sentTo, type Sent } from './sent';
import { checked, summaryOf } from './shown';

const description = new SonzaiTrigger().description;
const panel = parametersOf(description.displayName, description.properties);

const EVENT = 'agent.message';

/** An event on its way to the trigger. */
export interface Delivered {
	/** `agent.message` unless told. */
	readonly event?: string;
	readonly payload: Json;
	/** Signed so long ago: by the row itself, and not by the platform. */
	readonly signedSecondsAgo?: number;
	/** What the platform is answered, 200 unless told. */
	readonly answer?: number;
}

/** What is to be seen when the parameter has the value. */
export interface TriggerCase extends Case {
	readonly beside?: Json;
	before?(sandbox: Sandbox): void | Promise<void>;
	/** Why publishing fails. */
	readonly refused?: RegExp;
	/** What the platform is told to change while the workflow is published: the lines alone. */
	readonly registers?: readonly string[];
	readonly deliver?: readonly Delivered[];
	/** The beginning of each execution's item, in the order of the deliveries. */
	readonly gives?: readonly Json[];
	/** The URLs that are registered after the workflow was unpublished, by event. */
	readonly leaves?: Record<string, string>;
}

/** Rows for the trigger's parameters, by their names. */
export function triggerRows(table: Record<string, readonly TriggerCase[]>): Row[] {
	return Object.entries(table).flatMap(([name, cases]) => {
		const parameter = panel.get(`${description.displayName} › ${name}`);
		if (parameter === undefined) throw new Error(`The Sonzai Trigger has no ${name}`);
		return cases.map((row) => triggerRow(parameter, row));
	});
}

/** A secret for deliveries that the row signs itself. */
const SECRET = 'whsec_of-the-row';

function triggerRow(parameter: Parameter, row: TriggerCase): Row {
	return rowOf(parameter, row, async (stage) => {
		await stage.lanes.with(async (lane) => {
			const { sandbox } = lane;
			const deliveries = row.deliver ?? [];
			await row.before?.(sandbox);
			if (deliveries.some(({ signedSecondsAgo }) => signedSecondsAgo !== undefined)) {
				const body = { success: true, signing_secret: SECRET };
				const path = '/webhooks/{eventType}';
				sandbox.faults.add({ method: 'PUT', path, applied: 'after', body });
			}
			sandbox.clearRequests();
			const { id } = await saveWorkflow(stage, lane, {
				type: 'sonzaiTrigger',
				version: 2,
				parameters: withValue(together({ events: [EVENT] }, row.beside), parameter, row.value),
			});
			const published = await publishWorkflow(stage.session, id);
			const errors = publicationErrors(published);
			let executions: Execution[] = [];
			await checked(
				sandbox,
				() => ({
					publication: [published.status, ...errors],
					deliveries: sandbox
						.deliveries()
						.map(({ event_type, response_code, response_body, error_message }) => ({
							event_type,
							response_code,
							said: error_message ?? response_body,
						})),
					executions: executions.map(summaryOf),
				}),
				async () => {
					try {
						if (row.refused) {
							expect(errors.join()).toMatch(row.refused);
						} else {
							expect([published.status, ...errors]).toEqual(['published']);
							if (row.registers) expect(changes(sandbox)).toEqual(row.registers);
							for (const delivery of deliveries) {
								expect(await deliver(sandbox, delivery)).toBe(delivery.answer ?? 200);
							}
							executions = await finishedExecutions(stage, id, row.gives?.length ?? 0);
							expect(executions.map(({ items }) => items[NODE]?.[0])).toEqual(
								(row.gives ?? []).map((item) => expect.objectContaining(item) as Json),
							);
						}
					} finally {
						await unpublishWorkflow(stage.session, id);
					}
					expect(await registered(sandbox)).toEqual(row.leaves ?? {});
				},
			);
		});
	});
}

/** Requests that change something, without their bodies. */
function changes(sandbox: Sandbox): string[] {
	const lineOf = (sent: Sent) => (typeof sent === 'string' ? sent : sent[0]);
	return sentTo(sandbox)
		.map(lineOf)
		.filter((line) => !line.startsWith('GET'));
}

/** @returns the status that the delivery was answered with */
async function deliver(
	sandbox: Sandbox,
	{ event = EVENT, payload, signedSecondsAgo }: Delivered,
): Promise<number | undefined> {
	if (signedSecondsAgo === undefined) {
		return (await sandbox.emit({ event_type: event, payload }))?.response_code;
	}
	const url = (await registered(sandbox))[event];
	if (url === undefined) throw new Error(`${event} is not registered`);
	const body = JSON.stringify(payload);
	const seconds = Math.floor(Date.now() / 1000) - signedSecondsAgo;
	const response = await fetch(url, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'sonzai-signature': signatureHeader(body, SECRET, seconds),
		},
		body,
	});
	return response.status;
}

/** The registered URLs by event. */
async function registered(sandbox: Sandbox): Promise<Record<string, string>> {
	const { webhooks } = await ask<{ webhooks: Array<Record<string, string>> | null }>(
		sandbox,
		'GET /webhooks',
	);
	return Object.fromEntries(
		(webhooks ?? []).map(({ event_type, webhook_url }) => [event_type, webhook_url]),
	) as Record<string, string>;
}
