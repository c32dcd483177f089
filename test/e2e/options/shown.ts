import { type Execution, listExecutions, readExecution } from '../../../harness/n8n/executions';
import type { N8nSession } from '../../../harness/n8n/rest';
import type { Sandbox } from '../../../sandbox';
import { NODE } from './optionStage';
import { sentTo } from './sent';

/** How much of a list or a text is worth reading in a test's output. */
const SHOWN_CHARACTERS = 6_000;

/**
 * Runs checks on what n8n and the platform show, and adds that to the error of one that fails.
 *
 * @param shown what n8n showed so far
 */
export async function checked<T>(
	sandbox: Sandbox,
	shown: () => unknown,
	check: () => Promise<T>,
): Promise<T> {
	try {
		return await check();
	} catch (error) {
		const known = error as Error;
		const story = [
			['What n8n showed', await shown()],
			['What the platform got', sentTo(sandbox)],
		].map(([title, what]) => `${String(title)}: ${cut(JSON.stringify(what, undefined, 1))}`);
		known.message = [known.message, ...story].join('\n\n');
		known.stack = known.message;
		throw known;
	}
}

function cut(text = 'nothing'): string {
	return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)} …` : text;
}

/** What matters of an execution. */
export const summaryOf = ({ status, error, items }: Execution) => ({
	status,
	error,
	items: items[NODE] ?? [],
});

/** The executions of a workflow, oldest first. */
export async function executionsOf(n8n: N8nSession, workflowId: string): Promise<Execution[]> {
	const summaries = (await listExecutions(n8n, workflowId)).reverse();
	return await Promise.all(summaries.map(async ({ id }) => await readExecution(n8n, id)));
}
