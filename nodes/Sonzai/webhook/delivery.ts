import type { IWebhookFunctions } from 'n8n-workflow';
import type { NodeKeys } from './identity';
import type { ProcessMemory } from './processMemory';

/** A request on the trigger's URL, and what its judgement needs. */
export interface Delivery {
	readonly context: IWebhookFunctions;
	readonly memory: ProcessMemory;
	/** The identity of the node, as a text. */
	readonly node: string;
	/** Whether it came on the test URL. */
	readonly isTest: boolean;
	/** Derived once, and only when needed: that takes the credential. */
	readonly keys: () => Promise<NodeKeys>;
}
