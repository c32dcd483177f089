import type { IDataObject, INode } from 'n8n-workflow';
import { createNodeTypes } from '../../harness/engine/nodeTypes';
import { Database, PollHost } from '../../harness/engine/pollHost';
import type { Channel } from './collector';
import type {
	Answer,
	Execution,
	N8nUnderProbe,
	ProbeNode,
	Publication,
	StaticDataMarks,
} from './n8nUnderProbe';
import { ProbePollTrigger } from './nodes/ProbePollTrigger.node';

const TYPE = 'n8n-nodes-probe.probePollTrigger';

/** A workflow with the probe's polling trigger, in the host of the engine tests. */
export class PlayedPolls implements N8nUnderProbe {
	readonly patienceMs = 5_000;
	private readonly database = new Database();
	private draft?: ProbeNode;
	/** The version that is published, and whether its last activation has succeeded. */
	private published?: ProbeNode;
	private host?: PollHost;
	private readonly ended: Execution[] = [];
	private taken = { executions: 0, errors: 0 };

	constructor(
		private readonly channel: Channel,
		private readonly isDurable: boolean,
	) {}

	async save(node: ProbeNode): Promise<void> {
		this.draft = node;
		return await Promise.resolve();
	}

	async publish(): Promise<Publication> {
		this.host?.supersede();
		const host = this.process(this.published === undefined ? 'activate' : 'update', this.draft!);
		this.published = this.draft;
		try {
			await host.activate();
			this.host = host;
			return { status: 'published', errors: [] };
		} catch (error) {
			const { message } = error as Error;
			const shown = `There was a problem activating the workflow: "${message}"`;
			return { status: 'failed', errors: [shown] };
		}
	}

	async unpublish(): Promise<Publication> {
		this.host?.supersede();
		this.host = this.published = undefined;
		return await Promise.resolve({ status: 'not_published', errors: [] });
	}

	async test(): Promise<string> {
		const { name } = this.draft!;
		const host = this.process('activate', this.draft!);
		try {
			const items = await host.fetchTestEvent();
			this.ended.push({ mode: 'manual', status: 'success', outputs: outputsOf(name, items) });
		} catch (error) {
			const { message } = error as Error;
			this.ended.push({ mode: 'manual', status: 'error', outputs: { [name]: [] }, error: message });
		}
		return 'started';
	}

	async tick(): Promise<void> {
		await this.host!.poll();
	}

	async restart(_how: 'in order' | 'crash', meanwhile?: () => void): Promise<void> {
		this.host?.supersede();
		meanwhile?.();
		this.host = this.process('init', this.published!);
		// n8n's scheduler has polled when the workflow was published, and goes on where it was.
		if (this.isDurable) await this.host.poll();
		else await this.host.activate();
	}

	async executions(): Promise<Execution[]> {
		const { name } = this.published ?? this.draft!;
		const handedOver = this.database.executions.slice(this.taken.executions);
		const errors = (this.host?.errors ?? []).slice(this.taken.errors);
		this.taken = {
			executions: this.database.executions.length,
			errors: this.host?.errors.length ?? 0,
		};
		for (const items of handedOver) {
			this.ended.push({ mode: 'trigger', status: 'success', outputs: outputsOf(name, items) });
		}
		const failed: Execution = { mode: 'trigger', status: 'error', outputs: { [name]: [] } };
		this.ended.push(...errors.map(() => failed));
		return await Promise.resolve(this.ended.splice(0));
	}

	async saved(): Promise<StaticDataMarks> {
		const staticData = this.database.staticData as Record<string, { marks?: string[] }>;
		return await Promise.resolve({
			node: staticData[`node:${this.draft!.name}`]?.marks ?? [],
			global: staticData.global?.marks ?? [],
		});
	}

	async cancelTest(): Promise<void> {
		return await Promise.reject(new Error('Nothing listens'));
	}

	async deliver(): Promise<Answer> {
		return await Promise.reject(new Error('Nothing listens'));
	}

	private process(activation: 'activate' | 'update' | 'init', { name, note }: ProbeNode): PollHost {
		const node: Partial<INode> = { id: 'id of probe', name, type: TYPE, typeVersion: 1 };
		return new PollHost({
			credentials: {},
			parameters: { collector: this.channel.url, note },
			database: this.database,
			durableCursors: this.isDurable,
			activation,
			node,
			nodeTypes: createNodeTypes({ [TYPE]: new ProbePollTrigger() }),
		});
	}
}

/** A poll's items go through the whole workflow. */
function outputsOf(name: string, items: IDataObject[]): Execution['outputs'] {
	return { [name]: [items], After: [items] };
}
