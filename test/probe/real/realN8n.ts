import { parse } from 'flatted';
import { listExecutions } from '../../../harness/n8n/executions';
import { N8nRestError, type N8nSession } from '../../../harness/n8n/rest';
import {
	createWorkflow,
	publicationErrors,
	publishWorkflow,
	unpublishWorkflow,
	type Workflow,
} from '../../../harness/n8n/workflows';
import type {
	Answer,
	Delivery,
	Execution,
	N8nUnderProbe,
	ProbeNode,
	Publication,
	StaticDataMarks,
} from '../n8nUnderProbe';
import type { Scenario } from '../scenario';
import { until } from '../../support/until';
import { PROBE_PACKAGE } from './probePackage';

/** n8n refuses one expression that fires more than once a minute, but not sixty. */
const EVERY_SECOND = {
	item: Array.from({ length: 60 }, (_, second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	})),
};

export interface RealN8nOptions {
	readonly session: N8nSession;
	readonly url: string;
	readonly type: Scenario['type'];
	readonly webhookId: string;
	readonly collector: string;
	restart: N8nUnderProbe['restart'];
}

interface RunData {
	readonly resultData: {
		readonly error?: { message: string };
		readonly runData: Record<
			string,
			Array<{ data?: { main?: Array<Array<{ json: unknown }> | null> } }>
		>;
	};
}

let serial = 0;

/** One workflow with a probe in the real n8n, driven as its editor does. */
export class RealN8n implements N8nUnderProbe {
	readonly patienceMs = 60_000;
	/** n8n saves no static data of a workflow whose ID is longer than 21 characters. */
	private readonly workflowId = `probed-${++serial}`;
	private isCreated = false;
	private name = '';
	private lastExecution = 0;

	constructor(private readonly options: RealN8nOptions) {}

	async save(node: ProbeNode): Promise<void> {
		const { session } = this.options;
		this.name = node.name;
		const file = this.workflowFile(node);
		if (this.isCreated) {
			const { versionId } = await session.get<Workflow>(this.path);
			await session.patch(this.path, { ...file, versionId });
		} else await createWorkflow(session, { ...file, id: this.workflowId });
		this.isCreated = true;
	}

	async publish(): Promise<Publication> {
		const { session } = this.options;
		return await this.outcome(async () => await publishWorkflow(session, this.workflowId));
	}

	async unpublish(): Promise<Publication> {
		const { session } = this.options;
		return await this.outcome(async () => await unpublishWorkflow(session, this.workflowId));
	}

	async test(): Promise<string> {
		try {
			const answer = await this.options.session.post<{ waitingForWebhook?: boolean }>(
				`${this.path}/run`,
				{ triggerToStartFrom: { name: this.name } },
			);
			return answer.waitingForWebhook === true ? 'listening' : 'started';
		} catch (error) {
			return refusal(error);
		}
	}

	async cancelTest(): Promise<void> {
		await this.options.session.delete(`/test-webhook/${this.workflowId}`);
	}

	async deliver(endpoint: string, { headers, body }: Delivery): Promise<Answer> {
		const url = `${this.options.url}/${endpoint}/${this.options.webhookId}/webhook`;
		const response = await fetch(url, { method: 'POST', headers, body });
		const text = await response.text();
		return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
	}

	async tick(): Promise<void> {
		// The real n8n has a clock.
	}

	async restart(how: 'in order' | 'crash', meanwhile?: () => void): Promise<void> {
		await this.options.restart(how, meanwhile);
	}

	async executions(count: number): Promise<Execution[]> {
		const { session } = this.options;
		const since = async () => {
			const all = await listExecutions(session, this.workflowId);
			return all.filter(({ id }) => Number(id) > this.lastExecution).reverse();
		};
		const ended = async () =>
			(await since()).filter(({ status }) => !['new', 'running', 'waiting'].includes(status));
		await until(async () => (await ended()).length >= count, this.patienceMs).catch(
			() => undefined,
		);
		const found = await ended();
		this.lastExecution = Math.max(this.lastExecution, ...found.map(({ id }) => Number(id)));
		return await Promise.all(
			found.map(async ({ id, mode, status }) => ({ mode, status, ...(await this.results(id)) })),
		);
	}

	async saved(): Promise<StaticDataMarks> {
		const { staticData } = await this.options.session.get<{
			staticData: Record<string, { marks?: string[] }> | null;
		}>(this.path);
		return {
			node: staticData?.[`node:${this.name}`]?.marks ?? [],
			global: staticData?.global?.marks ?? [],
		};
	}

	private get path(): string {
		return `/workflows/${this.workflowId}`;
	}

	private async results(id: string): Promise<Pick<Execution, 'outputs' | 'error'>> {
		const { data } = await this.options.session.get<{ data: string }>(`/executions/${id}`);
		const { resultData } = parse(data) as RunData;
		const outputs = Object.entries(resultData.runData).map(([node, runs]) => [
			node,
			runs
				.flatMap((run) => run.data?.main ?? [])
				.map((items) => (items ?? []).map(({ json }) => json)),
		]);
		return {
			outputs: Object.fromEntries(outputs) as Execution['outputs'],
			error: resultData.error?.message,
		};
	}

	private async outcome(act: () => ReturnType<typeof publishWorkflow>): Promise<Publication> {
		try {
			const publication = await act();
			return { status: publication.status, errors: publicationErrors(publication) };
		} catch (error) {
			return { status: 'refused', errors: [refusal(error)] };
		}
	}

	private workflowFile(node: ProbeNode) {
		const { type, collector, webhookId } = this.options;
		const polling = type === 'probePollTrigger' ? { pollTimes: EVERY_SECOND } : {};
		return {
			name: this.workflowId,
			nodes: [
				{
					id: `${this.workflowId} probe`,
					name: node.name,
					type: `${PROBE_PACKAGE}.${type}`,
					typeVersion: type === 'probeTrigger' ? 2 : 1,
					position: [0, 0],
					webhookId,
					parameters: { collector, note: node.note, ...polling },
					onError: node.onError,
					disabled: node.disabled,
				},
				{
					id: `${this.workflowId} after`,
					name: 'After',
					type: 'n8n-nodes-base.noOp',
					typeVersion: 1,
					position: [200, 0],
					parameters: {},
				},
			],
			connections: { [node.name]: { main: [[{ node: 'After', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		};
	}
}

function refusal(error: unknown): string {
	if (error instanceof N8nRestError) return `HTTP ${error.status}: ${error.message}`;
	throw error;
}
