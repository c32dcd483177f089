import { finishedExecution, type Execution } from '../../../harness/n8n/executions';
import { runWorkflow } from '../../../harness/n8n/workflows';
import type { Sandbox } from '../../../sandbox';
import { Sonzai } from '../../../nodes/Sonzai/Sonzai.node';
import type { Lane } from './lanes';
import { NODE, saveWorkflow, START, type OptionStage } from './optionStage';
import { parametersOf, type Parameter } from './panel';
import type { Json } from './json';
import { rowOf, together, withValue, type Case, type Row } from './row';
import { sentTo, type Sent } from './sent';
import { checked, summaryOf } from './shown';

export const panel = parametersOf('Sonzai', new Sonzai().description.properties);

const PATIENCE_MS = 60_000;

/** An operation with nothing set but what it cannot do without. */
export interface Operation {
	readonly resource: string;
	readonly operation: string;
	readonly parameters: Json;
	/**
	 * What the platform knows beforehand.
	 *
	 * @param agent the agent of the row
	 * @returns the node's input items, one empty one without it
	 */
	before?(sandbox: Sandbox, agent: string): void | Promise<Json[] | void>;
	readonly sends: Sent;
	/** The beginning of what each of its items has; not looked at without it. */
	readonly gives?: readonly Json[];
}

/** What is to be seen when the parameter has the value. */
export interface OperationCase extends Case {
	/** Other parameters than those that the operation cannot do without. */
	readonly beside?: Json;
	readonly before?: Operation['before'];
	/** What the platform gets; the operation's own without it. */
	readonly sends?: readonly Sent[];
	readonly gives?: readonly Json[];
	/** What the execution's error says; then nothing is sent. */
	readonly fails?: RegExp;
	/** The agent, as the platform is asked for it. */
	readonly agent?: string;
	/** Settings of the node besides its parameters. */
	readonly settings?: Json;
}

export const byName = (value: string) => ({ __rl: true, mode: 'name', value });

/** @throws Error for a parameter that the panel does not have */
export function parameterOf(resource: string, operation: string, name: string): Parameter {
	const full = `${resource} › ${operation} › ${name}`;
	const found = panel.get(full);
	if (found === undefined) throw new Error(`The panel has no ${full}: its rows are of the past`);
	return found;
}

/** Rows for the operation's parameters, by their names. */
export function operationRows(
	base: Operation,
	table: Record<string, readonly OperationCase[]>,
): Row[] {
	return Object.entries(table).flatMap(([name, cases]) =>
		cases.map((row) => operationRow(base, parameterOf(base.resource, base.operation, name), row)),
	);
}

/** One row of an operation. */
export function operationRow(base: Operation, parameter: Parameter, row: OperationCase): Row {
	return rowOf(parameter, row, async (stage) => {
		await stage.lanes.with(async (lane) => {
			const seed = row.before ? row : base;
			const items = (await seed.before?.(lane.sandbox, row.agent ?? 'Luna')) ?? [{}];
			lane.sandbox.clearRequests();
			const beside = together(base.parameters, row.beside);
			const execution = await execute(stage, lane, base, {
				parameters: withValue(beside, parameter, row.value),
				settings: row.settings,
				items,
			});
			await checked(
				lane.sandbox,
				() => summaryOf(execution),
				async () => await Promise.resolve(compare(lane.sandbox, base, row, execution)),
			);
		});
	});
}

/** Runs the operation once, as the editor's button does. */
export async function execute(
	stage: OptionStage,
	lane: Lane,
	{ resource, operation }: Pick<Operation, 'resource' | 'operation'>,
	{ parameters, settings, items }: { parameters: Json; settings?: Json; items: readonly Json[] },
): Promise<Execution> {
	const id = await startExecution(
		stage,
		lane,
		{ resource, operation },
		{ parameters, settings, items },
	);
	const execution = await finishedExecution(stage.session, id, PATIENCE_MS);
	if (execution === undefined) throw new Error(`The execution did not end within a minute`);
	return execution;
}

/** Begins to run the operation. @returns the execution's id */
export async function startExecution(
	stage: OptionStage,
	lane: Lane,
	{ resource, operation }: Pick<Operation, 'resource' | 'operation'>,
	{ parameters, settings, items }: { parameters: Json; settings?: Json; items: readonly Json[] },
): Promise<string> {
	const node = {
		type: 'sonzai',
		version: 1,
		parameters: { resource, operation, ...parameters },
		settings,
	} as const;
	const { id } = await saveWorkflow(stage, lane, node, items);
	return await runWorkflow(stage.session, id, START);
}

function compare(
	sandbox: Sandbox,
	base: Operation,
	row: OperationCase,
	execution: Execution,
): void {
	if (row.fails) {
		expect(execution.error ?? `the execution ended with ${execution.status}`).toMatch(row.fails);
		expect(sentTo(sandbox)).toEqual(row.sends ?? []);
		return;
	}
	expect([execution.status, execution.error]).toEqual(['success', undefined]);
	expect(sentTo(sandbox)).toEqual(row.sends ?? [base.sends]);
	const gives = row.gives ?? base.gives;
	if (gives === undefined) return;
	expect(execution.items[NODE]).toEqual(gives.map((item) => expect.objectContaining(item) as Json));
}
