import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nSession } from './rest';

export interface WorkflowNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	webhookId?: string;
	credentials?: Record<string, { id: string; name: string }>;
	[property: string]: unknown;
}

/** A workflow as n8n exports and imports it. */
export interface WorkflowFile {
	id: string;
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	/** The items that a node hands on without running, by the node's name. */
	pinData?: Record<string, Array<{ json: Record<string, unknown> }>>;
}

export interface Workflow extends WorkflowFile {
	versionId: string;
	activeVersionId: string | null;
	isArchived: boolean;
}

export interface PublicationStatus {
	status: 'not_published' | 'in_progress' | 'published' | 'partial' | 'failed';
	triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

const POLL_MS = 250;
// n8n tries a trigger that fails five times, which takes about 16 seconds.
const PUBLICATION_TIMEOUT_MS = 60_000;

/** The workflow of that id, archived or not; undefined when there is none. */
export const findWorkflow = (n8n: N8nSession, id: string): Promise<Workflow | undefined> =>
	n8n.find<Workflow>(`/workflows/${encodeURIComponent(id)}`);

/** Saves a new workflow under the id that its file names. It is not published yet. */
export const createWorkflow = (n8n: N8nSession, file: WorkflowFile): Promise<Workflow> =>
	n8n.post<Workflow>('/workflows', file);

/** What became of publishing, once n8n has settled it. */
export async function settledPublication(n8n: N8nSession, id: string): Promise<PublicationStatus> {
	const deadline = Date.now() + PUBLICATION_TIMEOUT_MS;
	for (;;) {
		const publication = await n8n.get<PublicationStatus>(`/workflows/${id}/publication-status`);
		if (publication.status !== 'in_progress' || Date.now() > deadline) return publication;
		await sleep(POLL_MS);
	}
}

/** Publishes the newest saved version and waits for the outcome: n8n itself only takes note. */
export async function publishWorkflow(n8n: N8nSession, id: string): Promise<PublicationStatus> {
	const { versionId } = await n8n.get<Workflow>(`/workflows/${id}`);
	await n8n.post(`/workflows/${id}/activate`, { versionId });
	return settledPublication(n8n, id);
}

/** Unpublishes a workflow and waits for the outcome. */
export async function unpublishWorkflow(n8n: N8nSession, id: string): Promise<PublicationStatus> {
	await n8n.post(`/workflows/${id}/deactivate`);
	return settledPublication(n8n, id);
}

/** Why a workflow's triggers could not be published, in n8n's words; empty when they could. */
export const publicationErrors = ({ triggers }: PublicationStatus): string[] =>
	triggers.flatMap(({ errorMessage }) => (errorMessage ? [errorMessage] : []));

/**
 * Runs the saved version from one of its triggers, as the editor's button does.
 *
 * @returns the execution's id
 */
export async function runWorkflow(
	n8n: N8nSession,
	id: string,
	triggerName: string,
): Promise<string> {
	const { executionId } = await n8n.post<{ executionId: string }>(`/workflows/${id}/run`, {
		triggerToStartFrom: { name: triggerName },
	});
	return executionId;
}
