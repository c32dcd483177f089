import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeParameters,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { additionalData, node } from './engine';
import { createNodeTypes } from './nodeTypes';
import { WebhookHost } from './webhookHost';

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

const WEBHOOK_ID = 'b7c1c9f0-0000-4000-8000-000000000001';

/** A workflow with the Sonzai Trigger in an n8n process. */
export class TriggerHost extends WebhookHost {
	/** The name of the node, which a user can change. */
	nodeName = 'Sonzai';
	/** Why n8n cannot decrypt the credential. */
	credentialsFailure?: Error;

	private readonly webhookId: string;
	private readonly testEndpoint: string;
	private readonly webhookUrl?: string;

	constructor({ credentials, webhookId, webhookUrl, ...options }: TriggerHostOptions) {
		const testEndpoint = options.testEndpoint ?? 'webhook-test';
		super({
			workflowId: options.workflowId ?? 'workflow-1',
			testEndpoint,
			nodeTypes: createNodeTypes,
			additionalData: (ownUrl) => this.surroundings(credentials, webhookUrl ?? ownUrl),
		});
		this.webhookId = webhookId ?? WEBHOOK_ID;
		this.testEndpoint = testEndpoint;
		this.webhookUrl = webhookUrl;
	}

	/** What n8n's database holds: the static data of the workflow. */
	get staticData(): IDataObject {
		return (this.stored.staticData ??= {});
	}

	set staticData(staticData: IDataObject) {
		this.stored.staticData = staticData;
	}

	/** The parameters of the trigger that production listens with. */
	get published(): INodeParameters | undefined {
		return this.stored.isActivated ? this.stored.published?.parameters : undefined;
	}

	set published(parameters: INodeParameters | undefined) {
		this.stored.published = parameters && this.trigger(parameters);
		this.stored.isRouted = this.stored.isActivated = parameters !== undefined;
	}

	/** How many of the next executions n8n fails to start, as without its database. */
	get startFailures(): number {
		return this.stored.startFailures;
	}

	set startFailures(count: number) {
		this.stored.startFailures = count;
	}

	get url(): string {
		return this.webhookUrl ?? this.ownUrl;
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
	 * @param attempts after how many n8n ends; n8n itself tries five times, each followed by a `delete`
	 * @throws what the last attempt threw
	 */
	async publish(parameters: INodeParameters, attempts?: number): Promise<void> {
		this.stored.draft = this.trigger(parameters);
		await this.publishSaved(attempts);
	}

	/** What older n8n 2.x asks at start. */
	async checkExists(parameters: INodeParameters): Promise<boolean> {
		const workflow = this.stored.open(this.trigger(parameters), this.stored.readStaticData());
		const occasion = { isTest: false, mode: 'trigger', activation: 'init' } as const;
		return await this.calls.hook('checkExists', workflow, this.nodeName, occasion);
	}

	/** Starts to listen for a test event. */
	async listen(parameters: INodeParameters): Promise<void> {
		this.stored.draft = this.trigger(parameters);
		await this.listenWithSaved();
	}

	private trigger(parameters: INodeParameters): INode {
		return node('sonzaiTrigger', parameters, { webhookId: this.webhookId, name: this.nodeName });
	}

	private surroundings(
		credentials: ICredentialDataDecryptedObject,
		webhookUrl: string,
	): IWorkflowExecuteAdditionalData {
		const data = additionalData({ credentials, webhookUrl });
		const failure = this.credentialsFailure;
		if (failure) data.credentialsHelper.getDecrypted = async () => await Promise.reject(failure);
		return { ...data, webhookTestBaseUrl: `${webhookUrl}${this.testEndpoint}` };
	}
}
