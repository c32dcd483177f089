import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { type Method, report } from './report';

/** A webhook trigger that reports how n8n calls it. */
export class ProbeTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Probe Trigger',
		name: 'probeTrigger',
		group: ['trigger'],
		// Like the trigger that the host is for; n8n treats version 1 in another way.
		version: 2,
		description: 'Reports how n8n calls it',
		defaults: { name: 'Probe' },
		inputs: [],
		outputs: ['main'],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		properties: [
			{ displayName: 'Collector', name: 'collector', type: 'string', default: '' },
			{ displayName: 'Note', name: 'note', type: 'string', default: '' },
		],
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions) {
				return (await reportHook(this, 'checkExists')).exists === true;
			},
			async create(this: IHookFunctions) {
				await reportHook(this, 'create');
				return true;
			},
			async delete(this: IHookFunctions) {
				await reportHook(this, 'delete');
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const url = this.getNodeWebhookUrl('default');
		const body = this.getBodyData();
		const order = await report(this, { method: 'webhook', url, body });
		if (order.readsBody === true) await readBody(this);
		if (order.answer === 'refuse') {
			this.getResponseObject().status(401).json({ message: 'refused' });
			return { noWebhookResponse: true };
		}
		if (order.answer === 'skip') return { webhookResponse: 'skipped' };
		return { workflowData: [[{ json: { mark: order.mark ?? null } }]] };
	}
}

async function reportHook(context: IHookFunctions, method: Method) {
	const url = context.getNodeWebhookUrl('default');
	return await report(context, { method, activation: context.getActivationMode(), url });
}

async function readBody(context: IWebhookFunctions): Promise<void> {
	const request = context.getRequestObject();
	try {
		await request.readRawBody();
		await report(context, { method: 'readRawBody', bytes: request.rawBody.length });
	} catch (error) {
		await report(context, { method: 'readRawBody', error: (error as Error).message });
	}
}
