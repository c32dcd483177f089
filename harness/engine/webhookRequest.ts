import type { Request, Response } from 'express';
import type { IDataObject, INodeExecutionData, IWebhookResponseData, Workflow } from 'n8n-workflow';
import { parseBody, RefusedBody } from './requestBody';
import type { StoredWorkflow } from './storedWorkflow';
import { executeFrom, type TriggerExecution } from './triggerExecution';
import type { WebhookCalls } from './webhookCalls';

/** What n8n answers where the trigger does not answer by itself. */
export interface WebhookAnswer {
	readonly status: number;
	readonly body: unknown;
}

/** What a request on a trigger's URL has led to. */
export interface Handled {
	/** Undefined where the trigger has answered by itself. */
	readonly answer?: WebhookAnswer;
	/** What the trigger put out, and the execution that was started with it. */
	readonly output?: INodeExecutionData[][];
	readonly execution?: Promise<TriggerExecution>;
	/** What the trigger threw; the execution fails then. */
	readonly failure?: Error;
}

/** A request, and n8n's objects for it. */
export interface WebhookRequest {
	readonly workflow: Workflow;
	/** What `workflow` is an object around. */
	readonly staticData: IDataObject | null;
	/** The trigger's name. */
	readonly trigger: string;
	readonly isTest: boolean;
	readonly request: Request;
	readonly response: Response;
}

const failed = (status: number, code: number, message: string): Handled => ({
	answer: { status, body: { code, message } },
});

/**
 * Handles a request as n8n's `executeWebhook` of 2.41 does in response mode `onReceived`: parses the
 * body, calls `webhook()`, starts an execution with what it returns, and answers.
 *
 * @param onAnswer what n8n does before it answers, unless it answers with an error
 */
export async function handleWebhook(
	stored: StoredWorkflow,
	calls: WebhookCalls,
	{ workflow, staticData, trigger, isTest, request, response }: WebhookRequest,
	onAnswer: () => void,
): Promise<Handled> {
	const mode = isTest ? 'manual' : 'webhook';
	const start = async (output: INodeExecutionData[][], failure?: Error) => {
		const node = workflow.getNode(trigger)!;
		// n8n makes an object of its own for the context of the execution, around the same static data:
		// that resets the mark of what the trigger has changed.
		stored.open(node, staticData);
		const own = stored.open(node, stored.readStaticData());
		const data = calls.additionalData();
		const ended = await executeFrom(own.getNode(trigger)!, output, own, mode, data, failure);
		if (!isTest) stored.save(own);
		return ended;
	};

	try {
		await parseBody(request);
	} catch (error) {
		if (error instanceof RefusedBody) return failed(error.status, error.status, error.message);
		return failed(500, 0, 'There was a problem executing the workflow');
	}
	let result: IWebhookResponseData;
	try {
		result = await calls.webhook(workflow, trigger, isTest, request, response);
	} catch (error) {
		const failure = error as Error;
		return {
			...failed(500, 0, 'Workflow Webhook Error: Workflow could not be started!'),
			execution: start([[{ json: {} }]], failure),
			failure,
		};
	}
	const { noWebhookResponse, workflowData } = result;
	const webhookResponse: unknown = result.webhookResponse;
	if (workflowData !== undefined && stored.startFailures > 0) {
		stored.startFailures--;
		return failed(500, 0, 'There was a problem executing the workflow');
	}
	if (noWebhookResponse === true) onAnswer();
	const execution = workflowData && start(workflowData);
	const output = workflowData;
	if (noWebhookResponse === true) return { output, execution };
	onAnswer();
	// n8n evaluates the description's `responseData`, and answers with the default of it.
	const started = webhookResponse ?? 'firstEntryJson';
	const unstarted = webhookResponse ?? { message: 'Webhook call received' };
	return { output, execution, answer: { status: 200, body: execution ? started : unstarted } };
}
