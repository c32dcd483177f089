import './instance';
import { AsyncLocalStorage } from 'node:async_hooks';
import { isDeepStrictEqual } from 'node:util';
import {
	type ErrorReporter,
	PollContext,
	PollTriggerExecutor,
	Tracing,
	TriggersAndPollers,
} from 'n8n-core';
import type {
	IAdditionalCredentialOptions,
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeParameters,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { additionalData, node, workflowOf } from './engine';

/** What several n8n processes share, and what a crash leaves. */
export class Database {
	staticData: IDataObject = {};
	/** The durable cursors by the node's ID, where the instance has them. */
	readonly cursors = new Map<string, IDataObject>();
	/** What the workflow got, an entry for each execution. */
	readonly executions: IDataObject[][] = [];

	/** The durable cursor of the only node. */
	get cursor(): IDataObject | undefined {
		return [...this.cursors.values()][0];
	}

	/** All items of all executions, in their order. */
	get items(): IDataObject[] {
		return this.executions.flat();
	}
}

export interface PollHostOptions {
	readonly credentials: ICredentialDataDecryptedObject;
	readonly parameters: INodeParameters;
	readonly database?: Database;
	/** n8n's N8N_POLLER_DURABLE_CURSORS_ENABLED: static data and execution are one commit. */
	readonly durableCursors?: boolean;
	readonly budgetMs?: number;
	/** The node's ID and name, where it is not the only one or is renamed. */
	readonly node?: { readonly id?: string; readonly name?: string };
}

/** Where an n8n process ends without warning. */
export type Kill =
	| { readonly at: 'request' | 'answer'; readonly path: RegExp; readonly skip?: number }
	| { readonly at: 'commit' };

/** How a poll ended. */
export type Ended = 'nothing' | 'handed over' | 'failed' | 'killed';

/**
 * The part of an n8n process around a polling trigger that n8n-core does not hold: it makes the poll
 * context, stages the static data and commits it as n8n 2.41 does, and can be killed at any instant.
 * The polls themselves are run by n8n-core.
 */
export class PollHost {
	readonly database: Database;
	/** Errors that n8n made failed executions of. */
	readonly errors: Array<Error & { httpCode?: string | null }> = [];
	readonly warnings: string[] = [];

	private readonly staged = new AsyncLocalStorage<{ snapshot: IDataObject; seed: IDataObject }>();
	private readonly workflow: Workflow;
	private readonly run: (isActivation?: boolean) => Promise<void>;
	private readonly context: PollContext;
	private kill?: { readonly order: Kill; skip: number };
	private isAlive = true;
	private isPublished = true;
	private die: () => void = () => undefined;
	private readonly death = new Promise<'killed'>((resolve) => {
		this.die = () => {
			this.isAlive = false;
			resolve('killed');
		};
	});

	/** Starts a process: what it knows comes from the database. */
	constructor(private readonly options: PollHostOptions) {
		this.database = options.database ?? new Database();
		this.workflow = this.newWorkflow();
		this.context = this.newContext('trigger');
		this.run = new PollTriggerExecutor(
			LOGGER,
			new TriggersAndPollers(),
			new Tracing(),
			ERROR_REPORTER,
		).create(this.workflow, this.nodeOf(this.workflow), this.context, () => this.isPublished);
	}

	/** Orders the process to be killed; the poll that gets there ends as `killed`. */
	killAt(order: Kill): void {
		this.kill = { order, skip: 'skip' in order ? (order.skip ?? 0) : 0 };
	}

	/** Takes the order back, where nothing got there. */
	spare(): void {
		this.kill = undefined;
	}

	/** The workflow is published anew: polls that run belong to the version before. */
	supersede(): void {
		this.isPublished = false;
	}

	/** A poll at its time. */
	async poll(): Promise<Ended> {
		return await this.ending(this.run());
	}

	/** @throws what n8n shows when it stops the publishing */
	async activate(): Promise<Ended> {
		return await this.ending(this.run(true));
	}

	/** The editor's Fetch Test Event: with static data of its own, and nothing is committed. */
	async fetchTestEvent(): Promise<IDataObject[]> {
		const context = this.newContext('manual');
		const output = await this.nodeType.poll!.call(context);
		return itemsOf(output ?? []);
	}

	/** One request as the node makes it, for comparison. */
	async request(url: string): Promise<unknown> {
		const options = { url, json: true };
		return await this.context.helpers.httpRequestWithAuthentication.call(
			this.context,
			'sonzaiApi',
			options,
		);
	}

	private async ending(running: Promise<void>): Promise<Ended> {
		const executions = this.database.executions.length;
		const errors = this.errors.length;
		const ended = await Promise.race([running.then(() => undefined), this.death]);
		if (ended !== undefined) return ended;
		if (this.database.executions.length > executions) return 'handed over';
		return this.errors.length > errors ? 'failed' : 'nothing';
	}

	private get nodeType() {
		const { type, typeVersion } = this.nodeOf(this.workflow);
		return this.workflow.nodeTypes.getByNameAndVersion(type, typeVersion);
	}

	private newWorkflow(): Workflow {
		const { parameters, node: identity } = this.options;
		const subject = node('sonzaiNotificationTrigger', parameters, identity);
		return workflowOf(subject, {}, copy(this.database.staticData));
	}

	private nodeOf(workflow: Workflow): INode {
		return workflow.getNode(this.options.node?.name ?? 'Sonzai')!;
	}

	private newContext(mode: WorkflowExecuteMode): PollContext {
		const workflow = mode === 'manual' ? this.newWorkflow() : this.workflow;
		const subject = this.nodeOf(workflow);
		const context = new PollContext(
			workflow,
			subject,
			additionalData({ credentials: this.options.credentials }),
			mode,
			mode === 'manual' ? 'manual' : 'activate',
			mode === 'manual' ? undefined : (data) => this.emit(data),
			mode === 'manual' ? undefined : (error) => this.errors.push(error),
			async () => await Promise.resolve(this.commitCursor()),
			async (poll) => await this.stage(poll),
			() => this.staged.getStore()?.snapshot ?? workflow.getStaticData('node', subject),
			this.options.budgetMs === undefined ? undefined : () => this.options.budgetMs!,
		);
		this.observe(context);
		return context;
	}

	/** Lets the test see warnings, and lets death strike before a request and after its answer. */
	private observe(context: PollContext): void {
		const { helpers } = context;
		const original = helpers.httpRequestWithAuthentication.bind(context);
		helpers.httpRequestWithAuthentication = (async (
			type: string,
			options: IHttpRequestOptions,
			more?: IAdditionalCredentialOptions,
		) => {
			await this.deathAt('request', options.url);
			const answer: unknown = await original(type, options, more);
			await this.deathAt('answer', options.url);
			return answer;
		}) as unknown as typeof helpers.httpRequestWithAuthentication;
		Object.defineProperty(context, 'logger', {
			value: { warn: (line: string) => this.warnings.push(line) },
		});
	}

	private async deathAt(at: 'request' | 'answer', url: string): Promise<void> {
		if (this.kill?.order.at === at && this.kill.order.path.test(new URL(url).pathname)) {
			if (this.kill.skip-- <= 0) this.die();
		}
		if (!this.isAlive) await new Promise(() => undefined);
	}

	private async stage<T>(poll: () => Promise<T>): Promise<T> {
		if (!this.options.durableCursors) return await poll();
		const { id, name } = this.nodeOf(this.workflow);
		const stored =
			this.database.cursors.get(id) ??
			((this.database.staticData[`node:${name}`] ?? {}) as IDataObject);
		return await this.staged.run({ snapshot: copy(stored), seed: stored }, poll);
	}

	/** Hands the items to a new execution, and with it what the poll leaves to the next; nothing comes between the two. */
	private emit(data: INodeExecutionData[][]): void {
		if (this.kill?.order.at === 'commit') this.die();
		if (!this.isAlive) return;
		if (this.options.durableCursors) this.commitCursor();
		else if (this.workflow.staticData.__dataChanged === true) {
			this.database.staticData = copy(this.workflow.staticData);
		}
		this.database.executions.push(itemsOf(data));
	}

	private commitCursor(): void {
		const staged = this.staged.getStore();
		if (!this.isAlive || staged === undefined) return;
		if (isDeepStrictEqual(staged.snapshot, staged.seed)) return;
		this.database.cursors.set(this.nodeOf(this.workflow).id, copy(staged.snapshot));
	}
}

type CoreLogger = ConstructorParameters<typeof PollTriggerExecutor>[0];

const LOGGER = {
	scoped: () => LOGGER,
	debug: () => undefined,
	error: (line: string) => {
		throw new Error(line);
	},
} as unknown as CoreLogger;

const ERROR_REPORTER = {
	error: (error: Error) => {
		throw error;
	},
} as unknown as ErrorReporter;

function itemsOf(data: INodeExecutionData[][]): IDataObject[] {
	return copy(data.flat().map(({ json }) => json));
}

/** As written to the database and read from it. */
function copy<T>(data: T): T {
	return JSON.parse(JSON.stringify(data)) as T;
}
