import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CredentialReference } from './n8n/credentials';
import type { WorkflowFile } from './n8n/workflows';
import { REPOSITORY } from './package';

/** Asks an agent to reach out in a few seconds; started by hand. */
export const SCHEDULE_CHECK_IN = 'schedule-check-in';
/** Answers when an agent reaches out; has to be published. */
export const ANSWER_AGENT = 'answer-agent';

/** Handles each event once, also across restarts; not part of the demo's story. */
export const WITHOUT_DUPLICATES = 'without-duplicates';

export async function readExample(name: string): Promise<WorkflowFile> {
	const file = join(REPOSITORY, 'examples', `${name}.json`);
	return JSON.parse(await readFile(file, 'utf8')) as WorkflowFile;
}

/** The same workflow with its Sonzai nodes using that credential. */
export const withCredential = (
	file: WorkflowFile,
	{ id, name }: CredentialReference,
): WorkflowFile => ({
	...file,
	nodes: file.nodes.map((node) =>
		node.credentials?.sonzaiApi ? { ...node, credentials: { sonzaiApi: { id, name } } } : node,
	),
});
