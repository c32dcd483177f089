import type { N8nSession } from './rest';

const TYPE = 'sonzaiApi';

export interface SonzaiCredentialData {
	apiKey: string;
	baseUrl: string;
}

export interface CredentialReference {
	id: string;
	name: string;
}

/** The credential of that id; undefined when the user has deleted it. */
export const findCredential = (
	n8n: N8nSession,
	id: string,
): Promise<CredentialReference | undefined> =>
	n8n.find<CredentialReference>(`/credentials/${encodeURIComponent(id)}`);

export const createCredential = (
	n8n: N8nSession,
	name: string,
	data: SonzaiCredentialData,
): Promise<CredentialReference> =>
	n8n.post<CredentialReference>('/credentials', { name, type: TYPE, data });

/** Replaces a credential's contents; its name stays. */
export const updateCredential = (
	n8n: N8nSession,
	{ id, name }: CredentialReference,
	data: SonzaiCredentialData,
): Promise<CredentialReference> =>
	n8n.patch<CredentialReference>(`/credentials/${id}`, { name, type: TYPE, data });
