import { setTimeout as sleep } from 'node:timers/promises';
import {
	finishedExecution,
	listExecutions,
	nextExecution,
	type Execution,
} from '../../harness/n8n/executions';
import {
	publicationErrors,
	publishWorkflow,
	runWorkflow,
	unpublishWorkflow,
} from '../../harness/n8n/workflows';
import { openStage, signatureHeader, type Stage } from '../../harness/stage';

const EVENT = 'on_wakeup_ready';
const TIMEOUT_MS = 60_000;

let stage: Stage;

beforeAll(async () => {
	stage = await openStage();
});

afterAll(() => stage?.close());

const api = (method: string, path: string, body?: object) =>
	fetch(`${stage.sandbox.url}/api/v1${path}`, {
		method,
		headers: {
			authorization: `Bearer ${stage.sandbox.apiKey}`,
			'content-type': 'application/json',
		},
		body: body && JSON.stringify(body),
	});

async function registeredUrl(): Promise<string | undefined> {
	const { webhooks } = (await (await api('GET', '/webhooks')).json()) as {
		webhooks: Array<{ event_type: string; webhook_url: string }> | null;
	};
	return webhooks?.find(({ event_type }) => event_type === EVENT)?.webhook_url;
}

async function newestAnswer(): Promise<string> {
	return (await listExecutions(stage.session, stage.answerAgent.id))[0]?.id ?? '0';
}

async function finished(id: string): Promise<Execution> {
	const execution = await finishedExecution(stage.session, id, TIMEOUT_MS);
	if (!execution) throw new Error(`execution ${id} is still running`);
	return execution;
}

async function answerAfter(id: string): Promise<Execution> {
	const started = await nextExecution(stage.session, stage.answerAgent.id, id, TIMEOUT_MS);
	if (!started) throw new Error('no execution was started');
	return finished(started.id);
}

it('is loaded by n8n with its node types and its credential type', async () => {
	const descriptions = await stage.session.post<
		Array<{ name: string; credentials: Array<{ name: string }> }>
	>('/node-types', {
		nodeInfos: [
			{ name: 'n8n-nodes-sonzai.sonzai', version: 1 },
			{ name: 'n8n-nodes-sonzai.sonzaiTrigger', version: 2 },
		],
	});
	const credentials = [{ name: 'sonzaiApi', required: true }];
	expect(descriptions).toMatchObject([
		{ name: 'sonzai', credentials },
		{ name: 'sonzaiTrigger', credentials },
	]);
});

it('answers a wakeup that a workflow has scheduled, as n8n records it', async () => {
	const { session, scheduleCheckIn, answerAgent, sandbox } = stage;
	const publication = await publishWorkflow(session, answerAgent.id);
	expect({ status: publication.status, errors: publicationErrors(publication) }).toEqual({
		status: 'published',
		errors: [],
	});
	const before = await newestAnswer();

	const scheduled = await finished(
		await runWorkflow(session, scheduleCheckIn.id, 'When you click Execute'),
	);
	expect(scheduled).toMatchObject({ status: 'success', mode: 'manual' });
	const wakeup = scheduled.items['Schedule a wakeup']?.[0];
	expect(wakeup).toMatchObject({
		wakeup_id: expect.any(String) as string,
		scheduled_at: expect.any(String) as string,
	});

	const answered = await answerAfter(before);
	expect(answered).toMatchObject({ status: 'success', mode: 'webhook' });
	expect(answered.items['Agent wakes up']).toEqual([
		expect.objectContaining({
			event_type: EVENT,
			wakeup: expect.objectContaining({
				wakeup_id: wakeup?.wakeup_id,
				user_id: 'demo-user',
			}) as object,
		}),
	]);
	const [message] = answered.items['Get its messages'] ?? [];
	expect(message).toMatchObject({
		wakeup_id: wakeup?.wakeup_id,
		status: 'pending',
		generated_message: expect.stringContaining('Ask how the job interview went') as string,
	});
	expect(answered.items['Mark as handled']).toMatchObject([{ success: true }]);

	const history = (await (
		await api('GET', `/agents/${String(message?.agent_id)}/notifications/history`)
	).json()) as { notifications: Array<{ message_id: string; status: string }> };
	expect(history.notifications).toContainEqual(
		expect.objectContaining({ message_id: message?.message_id, status: 'consumed' }),
	);
	await sandbox.settled();
	const attempts = (await (await api('GET', `/webhooks/${EVENT}/attempts`)).json()) as {
		attempts: Array<{ status: string; response_code: number }>;
	};
	expect(attempts.attempts).toMatchObject([{ status: 'success', response_code: 200 }]);
	expect(sandbox.violations()).toEqual([]);
});

describe('a delivery that somebody else has made', () => {
	const body = JSON.stringify({
		wakeup: { wakeup_id: 'w', agent_id: 'nobody', user_id: 'demo-user' },
		generated_message: 'Hello',
	});
	const now = () => Math.floor(Date.now() / 1000);

	async function deliver(headers: Record<string, string>, sent = body): Promise<number> {
		const response = await fetch(String(await registeredUrl()), {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: sent,
		});
		return response.status;
	}

	it.each<[string, (secret: string) => Record<string, string>]>([
		['unsigned', () => ({})],
		['altered', (secret) => ({ 'sonzai-signature': signatureHeader(`${body} `, secret, now()) })],
		['stale', (secret) => ({ 'sonzai-signature': signatureHeader(body, secret, now() - 900) })],
		[
			'from the future',
			(secret) => ({ 'sonzai-signature': signatureHeader(body, secret, now() + 900) }),
		],
		[
			'signed by another secret',
			() => ({ 'sonzai-signature': signatureHeader(body, 'whsec_x', now()) }),
		],
	])('is refused with 401 and starts nothing when it is %s', async (_case, headers) => {
		const before = await newestAnswer();
		expect(await deliver(headers(await stage.signingSecret(EVENT)))).toBe(401);
		// An execution would be recorded before the answer is sent; this leaves it time all the same.
		await sleep(500);
		expect(await newestAnswer()).toBe(before);
	});

	it('starts the workflow when it is signed by the secret, at this time', async () => {
		const before = await newestAnswer();
		const signature = signatureHeader(body, await stage.signingSecret(EVENT), now());
		expect(await deliver({ 'sonzai-signature': signature })).toBe(200);
		const execution = await answerAfter(before);
		expect(execution.items['Agent wakes up']?.[0]).toMatchObject({
			generated_message: 'Hello',
		});
		// The Sonzai API knows no agent of that name: its refusal is recorded in plain words.
		expect(execution.status).toBe('error');
		expect(execution.error).toMatch(/nobody|not found|does not exist/i);
	});
});

describe('unpublishing', () => {
	it('gives the registration back', async () => {
		expect(await registeredUrl()).toContain(stage.url);
		expect((await unpublishWorkflow(stage.session, stage.answerAgent.id)).status).toBe(
			'not_published',
		);
		expect(await registeredUrl()).toBeUndefined();
	});

	it('never touches a registration that leads somewhere else', async () => {
		const foreign = 'https://elsewhere.example/hook';
		await api('PUT', `/webhooks/${EVENT}`, { webhook_url: foreign });

		const publication = await publishWorkflow(stage.session, stage.answerAgent.id);
		expect(publication.status).toBe('failed');
		expect(publicationErrors(publication).join()).toContain('elsewhere.example');
		expect(await registeredUrl()).toBe(foreign);

		await unpublishWorkflow(stage.session, stage.answerAgent.id);
		expect(await registeredUrl()).toBe(foreign);
	});
});

it('has talked to no other machine in all that time', async () => {
	expect(await stage.outboundCalls()).toEqual([]);
});
