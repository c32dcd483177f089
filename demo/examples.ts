import { readExample, withCredential } from '../harness/examples';
import type { CredentialReference } from '../harness/n8n/credentials';
import type { N8nSession } from '../harness/n8n/rest';
import { createWorkflow, findWorkflow, type Workflow } from '../harness/n8n/workflows';

/** Imports an example unless n8n has it already: what the user has made of it stays as it is. */
export async function ensureExample(
	n8n: N8nSession,
	name: string,
	credential: CredentialReference,
): Promise<Workflow> {
	const file = await readExample(name);
	return (
		(await findWorkflow(n8n, file.id)) ??
		(await createWorkflow(n8n, withCredential(file, credential)))
	);
}
