import type { OnError } from 'n8n-workflow';

/** The node whose calls are recorded, as a workflow stores it. */
export interface ProbeNode {
	readonly name: string;
	readonly note: string;
	readonly onError?: OnError;
	readonly disabled?: boolean;
}

export interface Delivery {
	readonly headers: Record<string, string>;
	readonly body: Buffer | string;
}

/** n8n's answer to a request on a URL of the trigger. */
export interface Answer {
	readonly status: number;
	readonly body: unknown;
}

/** What n8n shows of the publication. */
export interface Publication {
	readonly status: string;
	readonly errors: string[];
}

/** An execution as n8n lists it. */
export interface Execution {
	readonly mode: string;
	readonly status: string;
	/** The items that each node put out, a list for each output. */
	readonly outputs: Record<string, unknown[]>;
	readonly error?: string;
}

export interface StaticDataMarks {
	readonly node: string[];
	readonly global: string[];
}

/** One workflow with a probe, in an n8n: the real one, or the one that the engine tests play. */
export interface N8nUnderProbe {
	/** How long it is waited for what n8n does by itself, in milliseconds. */
	readonly patienceMs: number;
	/** Saves the workflow without publishing it. */
	save(node: ProbeNode): Promise<void>;
	/** Publishes what is saved, and waits for the outcome. */
	publish(): Promise<Publication>;
	unpublish(): Promise<Publication>;
	/** Executes the trigger's step in the editor: listens for a test event, or fetches one. */
	test(): Promise<string>;
	cancelTest(): Promise<void>;
	deliver(endpoint: 'webhook' | 'webhook-test', delivery: Delivery): Promise<Answer>;
	/** Lets a poll at its time happen, where no clock does. */
	tick(): Promise<void>;
	/**
	 * Ends n8n, in good order or as a power cut does, and starts it again.
	 *
	 * @param meanwhile what is done while it is stopped
	 */
	restart(how: 'in order' | 'crash', meanwhile?: () => void): Promise<void>;
	/** The executions that ended since the last time; waits for so many. */
	executions(count: number): Promise<Execution[]>;
	/** What n8n's database holds. */
	saved(): Promise<StaticDataMarks>;
}
