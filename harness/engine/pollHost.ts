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
	INodeTypes,
	Workflow,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { additionalData, node, workflowOf } from './engine';
import { createNodeTypes } from './nodeTypes';
import { Database } from './pollDatabase';

export { Database } from './pollDatabase';

/** n8n's TRIGGER_ACTIVATION_MAX_ATTEMPTS; the pauses are left out. */
const ACTIVATION_ATTEMPTS = 5;
/** What n8n's scheduler lets a poll take: N8N_SCHEDULER_POLL_TIMEOUT less a fifth. */
const SCHEDULED_BUDGET_MS = 36_000;

export interface PollHostOptions {
	readonly credentials: ICredentialDataDecryptedObject;
	readonly parameters: INodeParameters;
	readonly database?: Database;
	/** n8n's N8N_POLLER_DURABLE_CURSORS_ENABLED: static data and execution are one commit. */
	readonly durableCursors?: boolean;
	readonly budgetMs?: number;
	/** The node's ID and name, where it is not the only one or is renamed; its type, where it is another. */
	readonly node?: Partial<INode>;
	readonly nodeTypes?: INodeTypes;
	/** Why n8n activates the workflow: it is published anew, again, or n8n starts. */
	readonly activation?: 'activate' | 'update' | 'init';
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
	private readonly executor = new PollTriggerExecutor(
		LOGGER,
		new TriggersAndPollers(),
		new Tracing(),
		ERROR_REPORTER,
	);
	private readonly nodeTypes: INodeTypes;
	/** Is there as long as the process, and what polls change in its static data, too. */
	private readonly workflow: Workflow;
	private readonly context: PollContext;
	private readonly run: (isActivation?: boolean) => Promise<void>;
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
		this.nodeTypes = options.nodeTypes ?? createNodeTypes();
		this.workflow = this.newWorkflow();
		this.context = this.newContext(this.workflow, options.activation ?? 'activate');
		this.run = this.runnerOf(this.workflow, this.context);
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

	/** A poll at its time. n8n's scheduler, which durable cursors are part of, reads the database for each. */
	async poll(): Promise<Ended> {
		if (!this.options.durableCursors) return await this.ending(this.run());
		const workflow = this.newWorkflow();
		const context = this.newContext(workflow, 'update', SCHEDULED_BUDGET_MS);
		const run = this.runnerOf(workflow, context);
		return await this.ending(run());
	}

	/**
	 * Publishes the workflow, or starts n8n with it: polls, and saves what that has left.
	 *
	 * @param attempts how often n8n comes to try
	 * @throws what n8n shows when it stops the publishing
	 */
	async activate(attempts = ACTIVATION_ATTEMPTS): Promise<Ended> {
		try {
			for (let attempt = 1; ; attempt++) {
				try {
					return await this.ending(this.run(true));
				} catch (error) {
					if (attempt >= attempts) throw error;
				}
			}
		} finally {
			this.save(this.workflow);
		}
	}

	/** The editor's Fetch Test Event: with static data of its own, and nothing is committed. */
	async fetchTestEvent(): Promise<IDataObject[]> {
		const context = this.newContext(this.newWorkflow(), 'manual');
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
		const { parameters, node: more } = this.options;
		const subject = node('sonzaiNotificationTrigger', parameters, more);
		return workflowOf(subject, {}, copy(this.database.staticData), undefined, this.nodeTypes);
	}

	private nodeOf(workflow: Workflow): INode {
		return workflow.getNode(this.options.node?.name ?? 'Sonzai')!;
	}

	private runnerOf(workflow: Workflow, context: PollContext) {
		const subject = this.nodeOf(workflow);
		return this.executor.create(workflow, subject, context, () => this.isPublished);
	}

	private newContext(
		workflow: Workflow,
		activation: WorkflowActivateMode,
		ownBudgetMs?: number,
	): PollContext {
		const subject = this.nodeOf(workflow);
		const budgetMs = this.options.budgetMs ?? ownBudgetMs;
		const isManual = activation === 'manual';
		const context = new PollContext(
			workflow,
			subject,
			additionalData({ credentials: this.options.credentials }),
			isManual ? 'manual' : 'trigger',
			activation,
			isManual ? undefined : (data) => this.emit(workflow, data),
			isManual ? undefined : (error) => this.errors.push(error),
			async () => await Promise.resolve(this.commitCursor()),
			async (poll) => await this.stage(workflow, poll),
			() => this.staged.getStore()?.snapshot ?? workflow.getStaticData('node', subject),
			budgetMs === undefined ? undefined : () => budgetMs,
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

	private async stage<T>(workflow: Workflow, poll: () => Promise<T>): Promise<T> {
		if (!this.options.durableCursors) return await poll();
		const subject = this.nodeOf(workflow);
		const { cursors } = this.database;
		if (!cursors.has(subject.id)) {
			cursors.set(subject.id, copy(workflow.getStaticData('node', subject)));
		}
		const stored = cursors.get(subject.id)!;
		return await this.staged.run({ snapshot: copy(stored), seed: stored }, poll);
	}

	/** Hands the items to a new execution, and with it what the poll leaves to the next; nothing comes between the two. */
	private emit(workflow: Workflow, data: INodeExecutionData[][]): void {
		if (this.kill?.order.at === 'commit') this.die();
		if (!this.isAlive) return;
		this.commitCursor();
		this.save(workflow);
		this.database.executions.push(itemsOf(data));
	}

	private save(workflow: Workflow): void {
		if (!this.isAlive || workflow.staticData.__dataChanged !== true) return;
		this.database.staticData = copy(workflow.staticData);
		workflow.staticData.__dataChanged = false;
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
