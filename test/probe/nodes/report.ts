import type {
	IDataObject,
	IHookFunctions,
	IPollFunctions,
	IWebhookFunctions,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';

export type Method = 'checkExists' | 'create' | 'delete' | 'webhook' | 'readRawBody' | 'poll';

/** What a probe saw when n8n called it. */
export interface Report {
	readonly method: Method;
	readonly mode: WorkflowExecuteMode;
	readonly activation?: WorkflowActivateMode;
	readonly url?: string;
	/** Of a poll: how long n8n lets it take, in milliseconds. */
	readonly budgetMs?: number;
	/** Tells one state of the node from another. */
	readonly note: string;
	/** The marks in its static data, and in its workflow's. */
	readonly node: string[];
	readonly global: string[];
	/** Of a request: what n8n had made of its body before the node was called. */
	readonly body?: unknown;
	/** Of `readRawBody`: how many bytes there were, or how it failed. */
	readonly bytes?: number;
	readonly error?: string;
}

/** What the probe is to do before it returns. */
export interface Order {
	/** Is written into both static data; nothing without it. */
	readonly mark?: string;
	readonly throws?: string;
	/** Of `checkExists`. */
	readonly exists?: boolean;
	/** Of `webhook`: starts nothing and answers n8n's way, or refuses by itself. */
	readonly answer?: 'skip' | 'refuse';
	readonly readsBody?: boolean;
	/** Of `poll`. */
	readonly isEmpty?: boolean;
}

/** Enough to see what was lost, and no more than one can read. */
const KEPT = 4;

type Context = IHookFunctions | IWebhookFunctions | IPollFunctions;

const marksIn = (data: IDataObject): string[] => [...((data.marks ?? []) as string[])];

/**
 * Tells the collector what is seen, and does to the static data what it orders.
 *
 * @throws what the collector orders
 */
export async function report(
	context: Context,
	seen: Omit<Report, 'mode' | 'note' | 'node' | 'global'>,
): Promise<Order> {
	const [node, global] = [
		context.getWorkflowStaticData('node'),
		context.getWorkflowStaticData('global'),
	];
	const full: Report = {
		...seen,
		mode: context.getMode(),
		note: context.getNodeParameter('note') as string,
		node: marksIn(node),
		global: marksIn(global),
	};
	const response = await fetch(context.getNodeParameter('collector') as string, {
		method: 'POST',
		body: JSON.stringify(full),
	});
	const order = (await response.json()) as Order;
	if (order.mark !== undefined) {
		for (const data of [node, global]) data.marks = [...marksIn(data), order.mark].slice(-KEPT);
	}
	if (order.throws !== undefined) throw new Error(order.throws);
	return order;
}
