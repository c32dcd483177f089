import autocannon from 'autocannon';
import { createWorkflow, publishWorkflow } from '../harness/n8n/workflows';
import { openStage, signatureHeader, type Stage } from '../harness/stage';
import { platformOf } from '../harness/platform';
import { median } from './statistics';

/** Pairs of rounds; the figures are medians over them. */
const PAIRS = 7;
const ROUND_SECONDS = 4;
const CONNECTIONS = 10;
const BODY = JSON.stringify({ agent_id: 'agent', user_id: 'user', data: { text: 'Hello' } });
const NODE_ID = (serial: number) => `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;

/** A URL under load, and the status that each request must be answered with. */
interface Subject {
	readonly url: string;
	readonly status: number;
	readonly headers: () => Record<string, string>;
}

/**
 * What deliveries cost in the real n8n with lazy isolates: a workflow that starts with the Sonzai
 * Trigger beside one that starts with n8n's own Webhook node, which verifies nothing.
 *
 * @returns ratios of requests per second
 */
export async function deliveries(): Promise<Record<string, number>> {
	const stage = await openStage();
	try {
		const webhook = await webhookSubject(stage);
		const accepting = await triggerSubject(stage, 'agent.message', {});
		const filtering = await triggerSubject(stage, 'agent.wakeup', { userIds: 'somebody else' });
		const refusing: Subject = {
			...accepting,
			status: 401,
			headers: () => ({ 'sonzai-signature': `t=${unixNow()},v1=${'0'.repeat(64)}` }),
		};

		for (const subject of [webhook, accepting, filtering, refusing]) await rate(subject);
		const ratios = { accepted: [], filtered: [], refused: [] } as Record<string, number[]>;
		for (let pair = 0; pair < PAIRS; pair++) {
			const own = await rate(webhook);
			const accepted = await rate(accepting);
			ratios.accepted?.push(accepted / own);
			ratios.filtered?.push((await rate(filtering)) / accepted);
			ratios.refused?.push((await rate(refusing)) / accepted);
		}
		return {
			'accepted deliveries, times the rate of the Webhook node': median(ratios.accepted ?? []),
			'filtered deliveries, times the rate of accepted ones': median(ratios.filtered ?? []),
			'refused deliveries, times the rate of accepted ones': median(ratios.refused ?? []),
		};
	} finally {
		await stage.close();
	}
}

/** @returns answers per second */
async function rate({ url, status, headers }: Subject): Promise<number> {
	const { duration, requests, statusCodeStats } = await autocannon({
		url,
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers() },
		body: BODY,
		connections: CONNECTIONS,
		duration: ROUND_SECONDS,
	});
	const statuses = Object.keys(statusCodeStats ?? {});
	if (String(statuses) !== String(status)) {
		throw new Error(`${url} answered ${String(statuses)}, not ${status} each time`);
	}
	return requests.total / duration;
}

async function webhookSubject(stage: Stage): Promise<Subject> {
	await publishOne(stage, 1, {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		parameters: { httpMethod: 'POST', path: 'plain', responseMode: 'onReceived', options: {} },
	});
	return { url: `${stage.url}/webhook/plain`, status: 200, headers: () => ({}) };
}

async function triggerSubject(
	stage: Stage,
	event: string,
	filters: Record<string, string>,
): Promise<Subject> {
	await publishOne(stage, event === 'agent.message' ? 2 : 3, {
		type: 'n8n-nodes-sonzai.sonzaiTrigger',
		typeVersion: 2,
		parameters: { events: [event], filters },
		credentials: { sonzaiApi: stage.credential },
	});
	const secret = await stage.signingSecret(event);
	return {
		url: String((await platformOf(stage.sandbox).urls())[event]),
		status: 200,
		headers: () => ({ 'sonzai-signature': signatureHeader(BODY, secret, unixNow()) }),
	};
}

async function publishOne(
	stage: Stage,
	serial: number,
	node: {
		type: string;
		typeVersion: number;
		parameters: Record<string, unknown>;
		credentials?: Record<string, { id: string; name: string }>;
	},
): Promise<void> {
	const id = `bench-${serial}`;
	await createWorkflow(stage.session, {
		id,
		name: id,
		nodes: [
			{ ...node, id: NODE_ID(serial), name: 'Start', position: [0, 0], webhookId: NODE_ID(serial) },
		],
		connections: {},
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	});
	const { status } = await publishWorkflow(stage.session, id);
	if (status !== 'published') throw new Error(`${id} is ${status}`);
}

const unixNow = () => Math.floor(Date.now() / 1000);

if (require.main === module) {
	void deliveries().then((figures) => console.log(JSON.stringify(figures)));
}
