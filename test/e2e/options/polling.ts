import { SonzaiNotificationTrigger } from '../../../nodes/Sonzai/SonzaiNotificationTrigger.node';
import type { Execution } from '../../../harness/n8n/executions';
import {
	publicationErrors,
	publishWorkflow,
	unpublishWorkflow,
} from '../../../harness/n8n/workflows';
import type { Sandbox } from '../../../sandbox';
import { NODE, saveWorkflow } from './optionStage';
import { parametersOf, type Parameter } from './panel';
import { finishedExecutions } from './publishing';
import type { Json } from './json';
import { rowOf, together, withValue, type Case, type Row } from './row';
import { sentTo, type Sent } from './sent';
import { checked, summaryOf } from './shown';

const description = new SonzaiNotificationTrigger().description;
const panel = parametersOf(description.displayName, description.properties);

/** n8n polls once at each activation; no other poll comes in between. */
const ONCE_A_YEAR = { item: [{ mode: 'custom', cronExpression: '0 0 1 1 *' }] };

/** What is to be seen when the parameter has the value. */
export interface PollingCase extends Case {
	readonly beside?: Json;
	before?(sandbox: Sandbox): void | Promise<void>;
	/** Happens after the first poll, and a second one follows. */
	again?(sandbox: Sandbox): void | Promise<void>;
	/** Why publishing fails. */
	readonly refused?: RegExp;
	/** What the platform gets, in any order. */
	readonly sends?: readonly Sent[];
	/** The beginning of the items of each execution. */
	readonly gives?: ReadonlyArray<readonly Json[]>;
}

/** Rows for the polling trigger's parameters, by their names. */
export function pollingRows(table: Record<string, readonly PollingCase[]>): Row[] {
	return Object.entries(table).flatMap(([name, cases]) =>
		cases.map((row) => pollingRow(pollingParameter(name), row)),
	);
}

/** @throws Error for a parameter that the panel does not have */
export function pollingParameter(name: string): Parameter {
	const found = panel.get(`${description.displayName} › ${name}`);
	if (found === undefined) throw new Error(`The panel has no ${name}: its rows are of the past`);
	return found;
}

function pollingRow(parameter: Parameter, row: PollingCase): Row {
	return rowOf(parameter, row, async (stage) => {
		await stage.lanes.with(async (lane) => {
			const { sandbox } = lane;
			await row.before?.(sandbox);
			sandbox.clearRequests();
			const base = { pollTimes: ONCE_A_YEAR, agentIds: ['Luna'] };
			const { id } = await saveWorkflow(stage, lane, {
				type: 'sonzaiNotificationTrigger',
				version: 1,
				parameters: withValue(together(base, row.beside), parameter, row.value),
			});
			const gives = row.gives ?? [];
			let publication: string[] = [];
			let executions: Execution[] = [];
			/** @returns the executions so far */
			const poll = async (count: number): Promise<void> => {
				const published = await publishWorkflow(stage.session, id);
				publication = [published.status, ...publicationErrors(published)];
				if (row.refused) {
					expect(publication.join()).toMatch(row.refused);
				} else {
					expect(publication).toEqual(['published']);
				}
				executions = await finishedExecutions(stage, id, count);
				await unpublishWorkflow(stage.session, id);
			};
			await checked(
				sandbox,
				() => ({ publication, executions: executions.map(summaryOf) }),
				async () => {
					try {
						await poll(row.again ? Math.min(1, gives.length) : gives.length);
						if (row.again) {
							await row.again(sandbox);
							await poll(gives.length);
						}
					} finally {
						await unpublishWorkflow(stage.session, id);
					}
					expect(executions.map(({ items }) => items[NODE])).toEqual(
						gives.map((items) => items.map((item) => expect.objectContaining(item) as Json)),
					);
					if (row.sends) expect(inOrder(sentTo(sandbox))).toEqual(inOrder(row.sends));
				},
			);
		});
	});
}

function inOrder(sent: readonly Sent[]): Sent[] {
	const lineOf = (one: Sent) => (typeof one === 'string' ? one : one[0]);
	return [...sent].sort((a, b) => (lineOf(a) < lineOf(b) ? -1 : 1));
}
