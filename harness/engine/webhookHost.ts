import './instance';
import express, { type Request, type Response } from 'express';
import type { IDataObject, INode, INodeTypes, IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Publication } from './publication';
import { makeReadable } from './requestBody';
import { StoredWorkflow } from './storedWorkflow';
import { TestWebhook } from './testWebhook';
import type { TriggerExecution } from './triggerExecution';
import { type Logged, WebhookCalls } from './webhookCalls';
import { type Handled, handleWebhook } from './webhookRequest';

/** An item that the trigger put out. */
export interface Started {
	readonly mode: 'production' | 'test';
	readonly json: IDataObject;
}

export interface WebhookHostOptions {
	readonly workflowId: string;
	/** n8n's N8N_ENDPOINT_WEBHOOK_TEST. */
	readonly testEndpoint: string;
	/** The node types of a new process. */
	nodeTypes(): INodeTypes;
	/** What n8n hands to every node, at the URL where the host listens. */
	additionalData(ownUrl: string): IWorkflowExecuteAdditionalData;
}

/**
 * The part of n8n around a webhook trigger that n8n-core does not hold. It calls the trigger's methods
 * at the moments, in the modes and with the static data that n8n 2.41 does, and serves the production
 * and the test URL on a real socket. test/probe holds it to the record of the real n8n.
 */
export class WebhookHost {
	/** What survives a crash. */
	readonly stored: StoredWorkflow;
	/** What the trigger put out, as soon as an execution starts with it. */
	readonly started: Started[] = [];
	/** In the order in which they ended. */
	readonly executions: TriggerExecution[] = [];
	/** What `webhook()` threw; n8n starts a failed execution with each. */
	readonly failures: Error[] = [];
	/** Where something in front of n8n redirects the next requests to the test URL, one after the other. */
	readonly redirects: string[] = [];

	private readonly publication: Publication;
	private testWebhook: TestWebhook;
	protected readonly calls: WebhookCalls;
	private nodeTypes: INodeTypes;
	private readonly serving = new Set<Promise<unknown>>();
	private server?: Server;
	private port = 0;

	constructor(private readonly options: WebhookHostOptions) {
		this.nodeTypes = options.nodeTypes();
		this.calls = new WebhookCalls(
			() => this.nodeTypes,
			() => options.additionalData(this.ownUrl),
		);
		this.stored = new StoredWorkflow(options.workflowId, () => this.nodeTypes);
		this.publication = new Publication(this.stored, this.calls);
		this.testWebhook = new TestWebhook(this.stored, this.calls);
	}

	/** Starts, or starts again: a restart calls none of the trigger's methods. */
	async start(): Promise<void> {
		const app = express();
		const { testEndpoint } = this.options;
		app.post('/webhook/:id/webhook', (request, response) => this.serve(request, response, false));
		app.post(`/${testEndpoint}/:id/webhook`, (request, response) => {
			const redirect = this.redirects.shift();
			if (redirect === undefined) this.serve(request, response, true);
			else response.redirect(307, redirect);
		});
		await new Promise<void>((resolve) => {
			this.server = app.listen(this.port, '127.0.0.1', () => resolve());
		});
		this.port = (this.server?.address() as AddressInfo).port;
	}

	/** Ends at once: what is not in the database is forgotten, and nothing is taken back. */
	async crash(): Promise<void> {
		await this.stop();
		this.nodeTypes = this.options.nodeTypes();
		this.testWebhook = new TestWebhook(this.stored, this.calls);
	}

	/** Resolves when every request is served, and what follows from it done. */
	async idle(): Promise<void> {
		while (this.serving.size > 0) await Promise.all(this.serving);
	}

	async stop(): Promise<void> {
		await this.idle();
		await new Promise<void>((resolve) => {
			if (this.server === undefined) return resolve();
			this.server.close(() => resolve());
			this.server.closeAllConnections();
			this.server = undefined;
		});
	}

	/**
	 * Publishes what is saved.
	 *
	 * @throws what the last of the attempts threw
	 */
	async publishSaved(attempts?: number): Promise<void> {
		await this.publication.publish(attempts);
	}

	/** Unpublishes; what goes wrong is in `teardownFailures`, and holds nothing up. */
	async unpublish(): Promise<void> {
		await this.publication.unpublish();
	}

	/** Starts to listen for a test event with what is saved. */
	async listenWithSaved(): Promise<void> {
		await this.testWebhook.listen();
	}

	/** Ends the test: cancelled, or timed out. */
	async endTest(): Promise<void> {
		await this.testWebhook.cancel();
	}

	/** What a `delete` threw to the end, of a publication that was taken down. */
	get teardownFailures(): readonly Error[] {
		return this.publication.teardownFailures;
	}

	/** What `webhook()` logs. */
	get logged(): readonly Logged[] {
		return this.calls.logged;
	}

	/** Whether a request is being served, or something follows from one. */
	get isServing(): boolean {
		return this.serving.size > 0;
	}

	/** The trigger that listens for a test event; forgotten in a crash. */
	get test(): INode | undefined {
		return this.testWebhook.listening;
	}

	/** Where the host listens. */
	get ownUrl(): string {
		return `http://127.0.0.1:${this.port}/`;
	}

	private serve(request: Request, response: Response, isTest: boolean): void {
		const served = this.handle(request, response, isTest)
			// n8n logs what goes wrong here, and shows it to nobody.
			.catch(() => undefined)
			.finally(() => this.serving.delete(served));
		this.serving.add(served);
	}

	private async handle(request: Request, response: Response, isTest: boolean): Promise<void> {
		const trigger = isTest ? this.testWebhook.listening : this.routed();
		if (trigger === undefined || request.params.id !== trigger.webhookId) {
			const route = `${isTest ? '' : 'POST '}${String(request.params.id)}/webhook`;
			const message = `The requested webhook "${route}" is not registered.`;
			return void response.status(404).json({ code: 404, message });
		}
		makeReadable(request);
		const finish = (handled: Handled) => this.finish(response, isTest, handled);
		if (isTest) return await this.testWebhook.handle(request, response, finish);

		const staticData = this.stored.readStaticData();
		const workflow = this.stored.open(trigger, staticData);
		const handled = await handleWebhook(
			this.stored,
			this.calls,
			{ workflow, staticData, trigger: trigger.name, isTest, request, response },
			() => this.stored.save(workflow),
		);
		finish(handled);
	}

	private routed(): INode | undefined {
		return this.stored.isRouted ? this.stored.published : undefined;
	}

	private finish(response: Response, isTest: boolean, handled: Handled): void {
		const { answer, output, execution, failure } = handled;
		for (const { json } of output?.flat() ?? []) {
			this.started.push({ mode: isTest ? 'test' : 'production', json });
		}
		if (failure !== undefined) this.failures.push(failure);
		if (execution !== undefined) {
			const ended = execution
				.then((ended) => this.executions.push(ended))
				.finally(() => this.serving.delete(ended));
			this.serving.add(ended);
		}
		if (answer === undefined) return;
		const { status, body } = answer;
		if (typeof body === 'string') response.status(status).send(body);
		else response.status(status).json(body);
	}
}
