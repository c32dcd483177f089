import { HookContext, WebhookContext } from 'n8n-core';
import type {
	INodeTypes,
	IWebhookData,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Request, Response } from 'express';

export type HookMethod = 'checkExists' | 'create' | 'delete';

/** In which circumstances n8n calls a method of a trigger. */
export interface Occasion {
	readonly isTest: boolean;
	readonly mode: WorkflowExecuteMode;
	readonly activation: WorkflowActivateMode;
}

/** A line of n8n's log. */
export interface Logged {
	readonly level: string;
	readonly message: string;
}

/** Calls the methods of a webhook trigger in n8n's own contexts. */
export class WebhookCalls {
	/** What `webhook()` logs. */
	readonly logged: Logged[] = [];

	/**
	 * @param additionalData what n8n hands to every node beside its workflow
	 */
	constructor(
		private readonly nodeTypes: () => INodeTypes,
		readonly additionalData: () => IWorkflowExecuteAdditionalData,
	) {}

	/** @throws what the method throws */
	async hook(
		method: HookMethod,
		workflow: Workflow,
		trigger: string,
		{ isTest, mode, activation }: Occasion,
	): Promise<boolean> {
		const node = workflow.getNode(trigger)!;
		const context = new HookContext(
			workflow,
			node,
			this.additionalData(),
			mode,
			activation,
			this.webhookData(workflow, trigger, isTest),
		);
		return await this.typeOf(workflow, trigger).webhookMethods!.default![method].call(context);
	}

	/** @throws what `webhook()` throws */
	async webhook(
		workflow: Workflow,
		trigger: string,
		isTest: boolean,
		httpRequest: Request,
		httpResponse: Response,
	): Promise<IWebhookResponseData> {
		const data = this.additionalData();
		const context = new WebhookContext(
			workflow,
			workflow.getNode(trigger)!,
			{ ...data, httpRequest, httpResponse } as typeof data,
			isTest ? 'manual' : 'webhook',
			this.webhookData(workflow, trigger, isTest),
			[],
			null,
		);
		const log = (level: string) => (message: string) => void this.logged.push({ level, message });
		const logger = {
			debug: log('debug'),
			info: log('info'),
			warn: log('warn'),
			error: log('error'),
		};
		Object.defineProperty(context, 'logger', { value: logger });
		return await this.typeOf(workflow, trigger).webhook!.call(context);
	}

	private typeOf(workflow: Workflow, trigger: string) {
		const { type, typeVersion } = workflow.getNode(trigger)!;
		return this.nodeTypes().getByNameAndVersion(type, typeVersion);
	}

	private webhookData(workflow: Workflow, trigger: string, isTest: boolean): IWebhookData {
		const node = workflow.getNode(trigger)!;
		return {
			httpMethod: 'POST',
			node: trigger,
			path: `${node.webhookId}/webhook`,
			webhookDescription: this.typeOf(workflow, trigger).description.webhooks![0]!,
			workflowId: workflow.id,
			workflowExecuteAdditionalData: this.additionalData(),
			isTest,
		};
	}
}
