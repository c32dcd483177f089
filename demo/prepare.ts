import type { Sandbox } from '../sandbox';
import { SetupError } from '../harness/setupError';
import { ANSWER_AGENT, SCHEDULE_CHECK_IN } from '../harness/examples';
import { ensureExample } from './examples';
import { registrationsUnder, removeRegistration } from './localPlatform';
import {
	createCredential,
	findCredential,
	updateCredential,
	type CredentialReference,
	type SonzaiCredentialData,
} from '../harness/n8n/credentials';
import { N8nRestError, N8nSession } from '../harness/n8n/rest';
import {
	publicationErrors,
	publishWorkflow,
	unpublishWorkflow,
	type Workflow,
} from '../harness/n8n/workflows';
import { fingerprintCredential, type DemoState } from './state';

const CREDENTIAL_NAME = 'Sonzai API';

/** Logs in as the owner that the demo has made. */
export async function openSession(
	url: string,
	{ owner }: DemoState,
	folder: string,
): Promise<N8nSession> {
	try {
		return await N8nSession.open(url, owner);
	} catch (error) {
		if (error instanceof N8nRestError && error.status === 401) {
			throw new SetupError(
				`The demo cannot log in to its n8n: e-mail or password were changed there. Enter the new ones as "owner" in ${folder}/demo.json, or delete the folder ${folder} to begin anew (your workflows in it are lost).`,
			);
		}
		throw error;
	}
}

/** Brings the credential to what it has to hold now; what did not change since last time is left alone. */
async function ensureCredential(
	n8n: N8nSession,
	state: DemoState,
	data: SonzaiCredentialData,
): Promise<CredentialReference> {
	const fingerprint = fingerprintCredential(data);
	const known = state.credential && (await findCredential(n8n, state.credential.id));
	const credential = known ?? (await createCredential(n8n, CREDENTIAL_NAME, data));
	if (known && state.credential?.fingerprint !== fingerprint) {
		await updateCredential(n8n, known, data);
	}
	state.credential = { id: credential.id, fingerprint };
	return credential;
}

export interface PreparedN8n {
	session: N8nSession;
	scheduleCheckIn: Workflow;
	answerAgent: Workflow;
}

/**
 * Puts the credential and the example workflows into n8n, where they are missing.
 *
 * @param state is brought up to date; the caller saves it
 */
export async function prepareN8n(
	session: N8nSession,
	state: DemoState,
	data: SonzaiCredentialData,
): Promise<PreparedN8n> {
	const credential = await ensureCredential(session, state, data);
	return {
		session,
		scheduleCheckIn: await ensureExample(session, SCHEDULE_CHECK_IN, credential),
		answerAgent: await ensureExample(session, ANSWER_AGENT, credential),
	};
}

/**
 * Publishes the trigger's workflow the first time, and again when its webhook is no longer
 * registered where this n8n listens (n8n itself repairs nothing when it starts). Never publishes
 * what the user has unpublished.
 *
 * @param webhookUrl where this n8n receives webhooks
 * @param sandbox the local platform, whose registrations can be looked at
 * @returns what went wrong, in n8n's words; empty when nothing did
 */
export async function ensurePublished(
	{ session, answerAgent }: PreparedN8n,
	state: DemoState,
	webhookUrl: string,
	sandbox?: Sandbox,
): Promise<string[]> {
	const isPublished = answerAgent.activeVersionId !== null;
	const moved = state.publishedAt !== webhookUrl;
	const isUserChoice = !isPublished && state.publishedAt !== undefined;
	if (isUserChoice || answerAgent.isArchived) return [];

	if (isPublished) {
		const lost = sandbox && (await registrationsUnder(sandbox, webhookUrl)).length === 0;
		if (!moved && !lost) return [];
		if (moved && sandbox && state.publishedAt !== undefined) {
			for (const { event_type } of await registrationsUnder(sandbox, state.publishedAt)) {
				await removeRegistration(sandbox, event_type);
			}
		}
		await unpublishWorkflow(session, answerAgent.id);
	}
	const publication = await publishWorkflow(session, answerAgent.id);
	if (publication.status === 'published') state.publishedAt = webhookUrl;
	return publication.status === 'published' ? [] : publicationErrors(publication);
}
