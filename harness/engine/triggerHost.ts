import './instance';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import express, { type Request, type Response } from 'express';
import { HookContext, WebhookContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeParameters,
	IWebhookData,
	IWebhookResponseData,
	Logger,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { SonzaiTrigger } from '../../nodes/Sonzai/SonzaiTrigger.node';
import { additionalData, node, workflowOf } from './engine';
import { readAsN8nDoes } from './requestBody';

/** What the platform is to reach: the trigger in production, or a test that listens. */
type Listening = { readonly parameters: INodeParameters; staticData: IDataObject };

/** A workflow run that the trigger started. */
export interface Started {
	readonly mode: 'production' | 'test';
	readonly json: IDataObject;
}

export interface TriggerHostOptions {
	readonly credentials: ICredentialDataDecryptedObject;
	/** Path part that makes this node's URLs its own. */
	readonly webhookId?: string;
	readonly workflowId?: string;
	/** Under which n8n believes it is reached; by default where it listens. */
	readonly webhookUrl?: string;
	/** n8n's N8N_ENDPOINT_WEBHOOK_TEST. */
	readonly testEndpoint?: string;
}

/**
 * The part of n8n around a webhook trigger that n8n-core does not hold: it calls the trigger's
 * methods at the moments, in the modes and with the static data that n8n 2.41 does, and serves the
 * production and the test URL on a real socket.
 */
export class TriggerHost {
	readonly started: Started[] = [];
	/** What n8n's database holds: the static data of the workflow. */
	staticData: IDataObject = {};
	published?: INodeParameters;
	/** The test that listens; gone with a crash. */
	test?: Listening;
	/** Where something in front of n8n redirects the next requests to the test URL, one after the other. */
	readonly redirects: string[] = [];

	/** Deliveries for which n8n would start a failed execution: `webhook()` threw. */
	readonly failures: Error[] = [];
	/** How many of the next executions n8n fails to start, as without its database. */
	startFailures = 0;
	/** What the trigger logs. */
	readonly logged: Array<{ readonly level: string; readonly message: string }> = [];
	/** Why n8n cannot decrypt the credential. */
	credentialsFailure?: Error;
	/** The name of the node, which a user can change. */
	nodeName = 'Sonzai';

	/** As new in each process: n8n makes one instance of a node's class. */
	private trigger = new SonzaiTrigger();
	private readonly serving = new Set<Promise<unknown>>();
	private server?: Server;
	private port = 0;

	constructor(private readonly options: TriggerHostOptions) {}

	/** Starts, or starts again: a restart calls none of the trigger's methods. */
	async start(): Promise<void> {
		const app = express();
		app.post('/webhook/:id/webhook', (request, response) => this.serve(request, response, false));
		app.post(`/${this.testEndpoint}/:id/webhook`, (request, response) => {
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
		this.test = undefined;
		await this.stop();
		this.trigger = new SonzaiTrigger();
	}

	get isServing(): boolean {
		return this.serving.size > 0;
	}

	/** Resolves when every request is served, and what follows from it done. */
	async idle(): Promise<void> {
		await Promise.all(this.serving);
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

	get url(): string {
		return this.options.webhookUrl ?? `http://127.0.0.1:${this.port}/`;
	}

	productionUrl(event: string): string {
		return `${this.url}webhook/${this.webhookId}/webhook?event=${event}`;
	}

	testUrl(event: string): string {
		return `${this.url}${this.testEndpoint}/${this.webhookId}/webhook?event=${event}`;
	}

	/**
	 * Publishes, also in place of what is published.
	 *
	 * @param attempts n8n tries five times; each failure is followed by a delete
	 */
	async publish(parameters: INodeParameters, attempts = 1): Promise<void> {
		if (this.published !== undefined) {
			// In the old workflow; what it changes in the static data is not saved, and what goes wrong
			// is reported as a failed teardown, which holds nothing up.
			const old = this.published;
			this.published = undefined;
			await this.call('delete', old, copy(this.staticData), false).catch(() => undefined);
		}
		for (let attempt = 1; ; attempt++) {
			const staticData = copy(this.staticData);
			try {
				if (!(await this.call('checkExists', parameters, staticData, false))) {
					await this.call('create', parameters, staticData, false);
				}
				this.staticData = staticData;
				this.published = parameters;
				return;
			} catch (error) {
				await this.call('delete', parameters, staticData, false)
					.then(() => (this.staticData = staticData))
					.catch(() => undefined);
				if (attempt >= attempts) throw error;
			}
		}
	}

	/** Unpublishes; n8n keeps the static data as it was. */
	async unpublish(): Promise<void> {
		if (this.published === undefined) return;
		const parameters = this.published;
		this.published = undefined;
		await this.call('delete', parameters, copy(this.staticData), false);
	}

	/** What older n8n 2.x asks at start. */
	async checkExists(parameters: INodeParameters): Promise<boolean> {
		return await this.call('checkExists', parameters, copy(this.staticData), false);
	}

	/** Starts to listen for a test event. */
	async listen(parameters: INodeParameters): Promise<void> {
		const staticData = {};
		if (!(await this.call('checkExists', parameters, staticData, true))) {
			await this.call('create', parameters, staticData, true);
		}
		this.test = { parameters, staticData };
	}

	/** Ends the test: cancelled, timed out, or its one event came. */
	async endTest(): Promise<void> {
		if (this.test === undefined) return;
		const { parameters, staticData } = this.test;
		this.test = undefined;
		await this.call('delete', parameters, staticData, true);
	}

	private get testEndpoint(): string {
		return this.options.testEndpoint ?? 'webhook-test';
	}

	private get webhookId(): string {
		return this.options.webhookId ?? 'b7c1c9f0-0000-4000-8000-000000000001';
	}

	private async call(
		method: 'checkExists' | 'create' | 'delete',
		parameters: INodeParameters,
		staticData: IDataObject,
		isTest: boolean,
	): Promise<boolean> {
		const mode: WorkflowExecuteMode =
			method === 'delete' ? 'internal' : isTest ? 'manual' : 'trigger';
		const activation: WorkflowActivateMode = isTest ? 'manual' : 'update';
		const workflow = this.workflow(parameters, staticData);
		const context = new HookContext(
			workflow,
			workflow.getNode(this.nodeName)!,
			this.additionalData(),
			mode,
			activation,
			this.webhookData(isTest),
		);
		const result = await this.trigger.webhookMethods.default[method].call(context);
		Object.assign(staticData, savedStaticData(workflow));
		return result;
	}

	private serve(request: Request, response: Response, isTest: boolean): void {
		const served = this.deliver(request, response, isTest)
			.catch((error: Error) => response.status(500).json({ message: error.message }))
			.finally(() => this.serving.delete(served));
		this.serving.add(served);
	}

	private async deliver(request: Request, response: Response, isTest: boolean): Promise<void> {
		const listening: Listening | undefined = isTest
			? this.test
			: this.published && { parameters: this.published, staticData: this.staticData };
		if (listening === undefined || request.params.id !== this.webhookId) {
			response.status(404).json({ message: 'The requested webhook is not registered.' });
			return;
		}
		await readAsN8nDoes(request);
		const staticData = copy(listening.staticData);
		const workflow = this.workflow(listening.parameters, staticData);
		const data = this.additionalData();
		const context = new WebhookContext(
			workflow,
			workflow.getNode(this.nodeName)!,
			{ ...data, httpRequest: request, httpResponse: response } as typeof data,
			isTest ? 'manual' : 'webhook',
			this.webhookData(isTest),
			[],
			null,
		);
		Object.defineProperty(context, 'logger', { value: this.logger });
		let result: IWebhookResponseData;
		try {
			result = await this.trigger.webhook.call(context);
		} catch (error) {
			this.failures.push(error as Error);
			throw error;
		}
		const saved = savedStaticData(workflow);
		if (isTest) listening.staticData = saved ?? staticData;
		// n8n starts the execution first, with a second Workflow around the same static data. That one
		// resets the mark of what has changed, so nothing that the trigger wrote is saved afterwards.
		else if (result.workflowData === undefined) this.staticData = saved ?? this.staticData;

		const items = result.workflowData?.[0] ?? [];
		if (items.length > 0 && this.startFailures > 0) {
			this.startFailures--;
			response.status(500).json({ message: 'There was a problem executing the workflow' });
			return;
		}
		for (const { json } of items) {
			this.started.push({ mode: isTest ? 'test' : 'production', json });
		}
		if (result.noWebhookResponse !== true) response.json({ message: 'Workflow was started' });
		// n8n logs what goes wrong here, and shows it to nobody.
		if (isTest && items.length > 0) await this.endTest().catch(() => undefined);
	}

	private get logger(): Logger {
		const log = (level: string) => (message: string) => void this.logged.push({ level, message });
		return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
	}

	private additionalData(): IWorkflowExecuteAdditionalData {
		const { credentials } = this.options;
		const data = additionalData({ credentials, webhookUrl: this.url });
		const failure = this.credentialsFailure;
		if (failure) data.credentialsHelper.getDecrypted = async () => await Promise.reject(failure);
		return {
			...data,
			webhookTestBaseUrl: `${this.url}${this.testEndpoint}`,
		};
	}

	private workflow(parameters: INodeParameters, staticData: IDataObject): Workflow {
		const subject = node('sonzaiTrigger', parameters, {
			webhookId: this.webhookId,
			name: this.nodeName,
		});
		return workflowOf(subject, {}, staticData, this.workflowId);
	}

	private get workflowId(): string {
		return this.options.workflowId ?? 'workflow-1';
	}

	private webhookData(isTest: boolean): IWebhookData {
		const [webhookDescription] = this.trigger.description.webhooks ?? [];
		return {
			httpMethod: 'POST',
			node: 'Sonzai',
			path: `${this.webhookId}/webhook`,
			webhookDescription,
			workflowId: this.workflowId,
			workflowExecuteAdditionalData: additionalData({}),
			isTest,
		} as IWebhookData;
	}
}

/** What n8n writes to its database: JSON, and only when it saw a change. */
function savedStaticData(workflow: Workflow): IDataObject | undefined {
	if (workflow.staticData.__dataChanged !== true) return undefined;
	return copy(workflow.staticData);
}

function copy(data: IDataObject): IDataObject {
	return JSON.parse(JSON.stringify(data)) as IDataObject;
}
