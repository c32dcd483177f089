import { setTimeout as sleep } from 'node:timers/promises';
import { listExecutions, type Execution } from '../../../harness/n8n/executions';
import type { OptionStage } from './optionStage';
import { executionsOf } from './shown';

const PATIENCE_MS = 30_000;
const FINISHED: ReadonlySet<string> = new Set(['success', 'error', 'crashed', 'canceled']);

/** A workflow's executions, oldest first, once at least so many have begun and all have ended. */
export async function finishedExecutions(
	{ session }: OptionStage,
	workflowId: string,
	count: number,
): Promise<Execution[]> {
	for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(200)) {
		const listed = await listExecutions(session, workflowId);
		if (listed.length >= count && listed.every(({ status }) => FINISHED.has(status))) break;
	}
	return await executionsOf(session, workflowId);
}
