import type { INodeParameters } from 'n8n-workflow';
import type { ProactiveNotification, Sandbox, SandboxOptions } from '../../sandbox';
import { startSandbox } from '../../sandbox';
import { credentialsOf } from '../../harness/engine/engine';
import type { PollHostOptions } from '../../harness/engine/pollHost';
import { PollHost } from '../../harness/engine/pollHost';

/** A Sonzai API for the tests of a file, as new for each; no answer of it may break the contract. */
export function useSandbox(options?: SandboxOptions): { readonly api: Sandbox } {
	let api: Sandbox;
	beforeAll(async () => {
		api = await startSandbox(options);
	});
	beforeEach(() => api.reset());
	afterEach(() => expect(api.violations()).toEqual([]));
	afterAll(async () => await api.close());
	return {
		get api() {
			return api;
		},
	};
}

/** An n8n process with the trigger; agents Luna and Atlas unless told. */
export function pollHost(
	api: Sandbox,
	parameters: INodeParameters = {},
	more: Partial<PollHostOptions> = {},
): PollHost {
	return new PollHost({
		credentials: credentialsOf(api),
		parameters: { agentIds: ['Luna', 'Atlas'], ...parameters },
		...more,
	});
}

/** Lets an agent say something. */
export function say(api: Sandbox, agent: string, ...texts: string[]): ProactiveNotification[] {
	return api.addNotifications(
		agent,
		texts.map((generated_message) => ({ generated_message })),
	);
}

/** What the agents said, as the workflow got it. */
export function texts(items: ReadonlyArray<{ generated_message?: unknown }>): string[] {
	return items.map(({ generated_message }) => String(generated_message));
}

/** A call of the API as the platform's own clients make it. */
export async function call(
	api: Sandbox,
	method: string,
	path: string,
	body?: object,
): Promise<Record<string, unknown>> {
	const response = await fetch(`${api.url}/api/v1${path}`, {
		method,
		headers: { authorization: `Bearer ${api.apiKey}`, 'content-type': 'application/json' },
		body: body && JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
	const text = await response.text();
	return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
}

/** What of an agent's messages is still pending. */
export async function pending(api: Sandbox, agent: string): Promise<string[]> {
	const answer = await call(api, 'GET', `/agents/${agent}/notifications?limit=500`);
	return texts((answer.notifications ?? []) as Array<{ generated_message: string }>);
}

/** How many requests of an operation the sandbox has got. */
export function countRequests(api: Sandbox, operationId: string): number {
	return api.requests().filter((request) => request.operationId === operationId).length;
}
