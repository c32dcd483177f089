import { parse } from 'flatted';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nSession } from './rest';

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	mode: string;
	status: 'new' | 'running' | 'waiting' | 'success' | 'error' | 'crashed' | 'canceled';
}

type Json = Record<string, unknown>;

interface NodeRun {
	/** In milliseconds. */
	executionTime: number;
	data?: { main?: Array<Array<{ json: Json }> | null> };
}

interface ExecutionData {
	resultData: {
		error?: { message: string; description?: string | null };
		lastNodeExecuted?: string;
		runData: Record<string, NodeRun[]>;
	};
}

/** A finished execution, as n8n has recorded it. */
export interface Execution extends ExecutionSummary {
	/** The items that each node put out, by the node's name. */
	items: Record<string, Json[]>;
	/** How long each node took, in milliseconds. */
	milliseconds: Record<string, number>;
	/** What went wrong, in n8n's words. */
	error?: string;
}

const POLL_MS = 300;
const UNFINISHED: ReadonlySet<ExecutionSummary['status']> = new Set(['new', 'running', 'waiting']);

/** The executions of a workflow, newest first, at most 20. */
export async function listExecutions(
	n8n: N8nSession,
	workflowId: string,
): Promise<ExecutionSummary[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const { results } = await n8n.get<{ results: ExecutionSummary[] }>(
		`/executions?filter=${filter}&limit=20`,
	);
	return results;
}

/** One execution with its data. n8n sends the data in the `flatted` form, which keeps references. */
export async function readExecution(n8n: N8nSession, id: string): Promise<Execution> {
	const { data, ...summary } = await n8n.get<ExecutionSummary & { data: string }>(
		`/executions/${id}`,
	);
	const { resultData } = parse(data) as ExecutionData;
	const perNode = <T>(of: (runs: NodeRun[]) => T): Record<string, T> =>
		Object.fromEntries(
			Object.entries(resultData.runData).map(([node, runs]) => [node, of(runs)] as const),
		);
	return {
		...summary,
		items: perNode((runs) =>
			runs
				.flatMap((run) => run.data?.main?.flat() ?? [])
				.flatMap((item) => (item ? [item.json] : [])),
		),
		milliseconds: perNode((runs) => runs.reduce((sum, run) => sum + run.executionTime, 0)),
		error: resultData.error?.message,
	};
}

async function poll<T>(
	timeoutMs: number,
	signal: AbortSignal | undefined,
	look: () => Promise<T | undefined>,
) {
	const deadline = Date.now() + timeoutMs;
	while (Date.now() < deadline) {
		const found = await look();
		if (found !== undefined) return found;
		await sleep(POLL_MS, undefined, { signal });
	}
	return undefined;
}

/** Waits until an execution has ended; undefined when it has not in time. */
export const finishedExecution = (
	n8n: N8nSession,
	id: string,
	timeoutMs: number,
	signal?: AbortSignal,
): Promise<Execution | undefined> =>
	poll(timeoutMs, signal, async () => {
		const execution = await n8n.get<ExecutionSummary>(`/executions/${id}`);
		return UNFINISHED.has(execution.status) ? undefined : readExecution(n8n, id);
	});

/**
 * Waits for an execution of a workflow that is newer than a known one.
 *
 * @param afterId the newest execution that was known before; '0' for none
 */
export const nextExecution = (
	n8n: N8nSession,
	workflowId: string,
	afterId: string,
	timeoutMs: number,
	signal?: AbortSignal,
): Promise<ExecutionSummary | undefined> =>
	poll(timeoutMs, signal, async () =>
		(await listExecutions(n8n, workflowId)).filter(({ id }) => Number(id) > Number(afterId)).at(-1),
	);
