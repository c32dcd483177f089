import { until } from '../support/until';
import type { Call, Channel, Orders } from './collector';
import type {
	Answer,
	Execution,
	N8nUnderProbe,
	Publication,
	StaticDataMarks,
} from './n8nUnderProbe';

/** What one step of a script brought about. */
export interface StepRecord {
	readonly step: string;
	/** Of a step that publishes or unpublishes, or that listens for a test. */
	readonly outcome?: Publication | string;
	readonly calls: Call[];
	readonly answers?: Answer[];
	readonly executions: Execution[];
	/** What n8n's database holds after the step. */
	readonly saved: StaticDataMarks;
}

/** How many calls and executions end a step. With more than that, the next step shows the others. */
export interface Expected {
	readonly calls?: number;
	readonly executions?: number;
	readonly orders?: Orders;
}

export interface Recorder {
	step(name: string, expected: Expected, act: () => Promise<Acted>): Promise<void>;
}

export type Acted = Pick<StepRecord, 'outcome' | 'answers'> | void;

/** Runs a script's steps, and records what each brings about. */
export class Recording implements Recorder {
	readonly steps: StepRecord[] = [];
	private seen = 0;

	constructor(
		private readonly n8n: N8nUnderProbe,
		private readonly channel: Channel,
	) {}

	/** @param act what is done; the step ends once the expected calls and executions have come, or do not come */
	async step(name: string, expected: Expected, act: () => Promise<Acted>): Promise<void> {
		this.channel.tell(expected.orders ?? {});
		const acted = (await act()) ?? {};
		const due = this.seen + (expected.calls ?? 0);
		await until(() => this.channel.calls.length >= due, this.n8n.patienceMs).catch(() => undefined);
		const executions = await this.n8n.executions(expected.executions ?? 0);
		const saved = await this.n8n.saved();
		const calls = this.channel.calls.slice(this.seen);
		this.seen += calls.length;
		this.steps.push({ step: name, ...acted, calls, executions, saved });
	}
}
