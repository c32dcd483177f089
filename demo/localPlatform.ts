import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../sandbox';
import type { LocalProfile } from './profile';

/** Starts the local Sonzai API at its fixed port, with what it knew when it was stopped. */
export async function startLocalPlatform({ folder, sandboxPort }: LocalProfile): Promise<Sandbox> {
	await mkdir(folder, { recursive: true });
	const log = createWriteStream(join(folder, 'sonzai.log'));
	return startSandbox({
		port: sandboxPort,
		controlPort: sandboxPort + 1,
		dataFile: join(folder, 'sonzai.json'),
		log: (line) => log.write(`${new Date().toISOString()} ${line}\n`),
	});
}

interface Registration {
	event_type: string;
	webhook_url: string;
}

async function call(sandbox: Sandbox, method: string, path: string): Promise<Response> {
	return fetch(`${sandbox.url}/api/v1${path}`, {
		method,
		headers: { authorization: `Bearer ${sandbox.apiKey}` },
		signal: AbortSignal.timeout(10_000),
	});
}

/** All registered webhooks of the project. */
export async function listRegistrations(sandbox: Sandbox): Promise<Registration[]> {
	const answer = (await (await call(sandbox, 'GET', '/webhooks')).json()) as {
		webhooks: Registration[] | null;
	};
	return answer.webhooks ?? [];
}

/** The registered webhooks whose URL begins as given. */
export const registrationsUnder = async (
	sandbox: Sandbox,
	origin: string,
): Promise<Registration[]> =>
	(await listRegistrations(sandbox)).filter(({ webhook_url }) =>
		webhook_url.startsWith(`${origin}/`),
	);

/** Removes a registration, for an address at which nobody listens any more. */
export async function removeRegistration(sandbox: Sandbox, eventType: string): Promise<void> {
	await call(sandbox, 'DELETE', `/webhooks/${encodeURIComponent(eventType)}`);
}

/** What the platform now says about a notification: `pending` or `consumed`. */
export async function notificationStatus(
	sandbox: Sandbox,
	agentId: string,
	messageId: string,
): Promise<string | undefined> {
	const answer = (await (
		await call(
			sandbox,
			'GET',
			`/agents/${encodeURIComponent(agentId)}/notifications/history?limit=500`,
		)
	).json()) as { notifications: Array<{ message_id: string; status: string }> | null };
	return answer.notifications?.find(({ message_id }) => message_id === messageId)?.status;
}
