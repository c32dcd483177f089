import type { Channel } from './collector';
import type { N8nUnderProbe, ProbeNode } from './n8nUnderProbe';
import type { Recorder } from './record';

/** A part of the script with a workflow of its own. */
export interface Scenario {
	readonly name: string;
	readonly type: 'probeTrigger' | 'probePollTrigger';
	/** How often it restarts n8n. Scenarios that do are played together. */
	readonly restarts?: number;
	/** Whether n8n runs with N8N_POLLER_DURABLE_CURSORS_ENABLED. */
	readonly isDurable?: boolean;
	play(n8n: N8nUnderProbe, record: Recorder, channel: Channel): Promise<void>;
}

export const PROBE: ProbeNode = { name: 'Probe', note: 'first' };
