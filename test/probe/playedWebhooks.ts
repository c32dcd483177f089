import type { INodeParameters } from 'n8n-workflow';
import { additionalData } from '../../harness/engine/engine';
import { createNodeTypes } from '../../harness/engine/nodeTypes';
import { WebhookHost } from '../../harness/engine/webhookHost';
import { request } from 'undici';
import type {
	Answer,
	Delivery,
	Execution,
	N8nUnderProbe,
	ProbeNode,
	Publication,
	StaticDataMarks,
} from './n8nUnderProbe';
import { ProbeTrigger } from './nodes/ProbeTrigger.node';

export const WEBHOOK_ID = 'webhook-of-probe';

/** A workflow with the probe's webhook trigger, in the host of the engine tests. */
export class PlayedWebhooks implements N8nUnderProbe {
	readonly patienceMs = 5_000;
	private name = '';
	private taken = 0;

	private constructor(
		private readonly host: WebhookHost,
		private readonly collector: string,
	) {}

	static async start(collector: string): Promise<PlayedWebhooks> {
		const host = new WebhookHost({
			workflowId: 'probed',
			testEndpoint: 'webhook-test',
			nodeTypes: () => createNodeTypes({ 'n8n-nodes-probe.probeTrigger': new ProbeTrigger() }),
			additionalData: (webhookUrl) => additionalData({ webhookUrl }),
		});
		await host.start();
		return new PlayedWebhooks(host, collector);
	}

	/** Without a trailing slash. */
	get url(): string {
		return this.host.ownUrl.slice(0, -1);
	}

	async stop(): Promise<void> {
		await this.host.stop();
	}

	async save({ name, note, onError, disabled }: ProbeNode): Promise<void> {
		this.name = name;
		const parameters: INodeParameters = { collector: this.collector, note };
		this.host.stored.draft = {
			id: 'id of probe',
			name,
			type: 'n8n-nodes-probe.probeTrigger',
			typeVersion: 2,
			position: [0, 0],
			webhookId: WEBHOOK_ID,
			parameters,
			onError,
			disabled,
		};
		return await Promise.resolve();
	}

	async publish(): Promise<Publication> {
		return await this.host.publishSaved().then(
			() => ({ status: 'published', errors: [] }),
			(error: Error) =>
				error.message.startsWith('Workflow cannot be activated')
					? { status: 'refused', errors: [`HTTP 400: ${error.message}`] }
					: { status: 'failed', errors: [error.message] },
		);
	}

	async unpublish(): Promise<Publication> {
		await this.host.unpublish();
		return { status: 'not_published', errors: [] };
	}

	async test(): Promise<string> {
		return await this.host.listenWithSaved().then(
			() => 'listening',
			(error: Error) => `HTTP 500: ${error.message}`,
		);
	}

	async cancelTest(): Promise<void> {
		await this.host.endTest();
	}

	async deliver(endpoint: string, { headers, body }: Delivery): Promise<Answer> {
		const url = `${this.url}/${endpoint}/${WEBHOOK_ID}/webhook`;
		const response = await request(url, { method: 'POST', headers, body });
		const text = await response.body.text();
		const isJson = text.startsWith('{');
		return { status: response.statusCode, body: isJson ? (JSON.parse(text) as unknown) : text };
	}

	async tick(): Promise<void> {
		// Nothing polls.
	}

	async restart(_how: 'in order' | 'crash', meanwhile?: () => void): Promise<void> {
		await this.host.crash();
		meanwhile?.();
		await this.host.start();
	}

	async executions(): Promise<Execution[]> {
		await this.host.idle();
		const ended = this.host.executions.slice(this.taken);
		this.taken += ended.length;
		return ended;
	}

	async saved(): Promise<StaticDataMarks> {
		const staticData = this.host.stored.staticData as Record<string, { marks?: string[] }> | null;
		return await Promise.resolve({
			node: staticData?.[`node:${this.name}`]?.marks ?? [],
			global: staticData?.global?.marks ?? [],
		});
	}
}
