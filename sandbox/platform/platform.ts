import type { Clock } from './clock';
import { Deliveries, type DeliveryOptions } from './deliveries';
import { armSchedule } from './recurring';
import { seedState, type Agent, type State } from './state';
import { armWakeup } from './wakeups';

export interface PlatformOptions extends DeliveryOptions {
	/** For how long the old secret signs along after a rotation, in sandbox milliseconds. */
	rotationGraceMs: number;
	/** Told one line for each thing that happens; never a secret. */
	log(line: string): void;
	/** Called after every change of the state. */
	changed(): void;
}

/** The simulated platform: its state, its time, and what it sends. */
export class Platform {
	readonly deliveries: Deliveries;

	constructor(
		readonly clock: Clock,
		public state: State,
		readonly options: PlatformOptions,
	) {
		this.deliveries = new Deliveries(this, options);
	}

	/** Takes up what the state says is still to come. */
	start(): void {
		for (const wakeup of this.state.wakeups) {
			if (wakeup.status === 'pending') armWakeup(this, wakeup);
		}
		for (const schedule of this.state.schedules) armSchedule(this, schedule);
		for (const delivery of this.state.deliveries) this.deliveries.arm(delivery);
	}

	/** Stops all that is going on. */
	async stop(): Promise<void> {
		this.clock.cancelAll();
		await this.deliveries.abandon();
	}

	/** Back to the seed; the clock is the machine's again. */
	reset(): void {
		void this.deliveries.abandon();
		this.clock.restart(Date.now());
		this.state = seedState(this.clock.now());
		this.changed();
	}

	/** The agent with this id or name. */
	findAgent(idOrName: string): Agent | undefined {
		return (
			this.state.agents.find(({ agent_id }) => agent_id === idOrName) ??
			this.state.agents.find(({ name }) => name === idOrName)
		);
	}

	/** Remembers that the agent has to do with this user. */
	meet(agentId: string, userId: string): void {
		const known = this.state.users.some(
			({ agent_id, user_id }) => agent_id === agentId && user_id === userId,
		);
		if (known) return;
		this.state.users.push({ agent_id: agentId, user_id: userId, created_at: this.timestamp() });
	}

	/** The sandbox's time in RFC 3339. */
	timestamp(): string {
		return this.clock.now().toISOString();
	}

	log(line: string): void {
		this.options.log(line);
	}

	changed(): void {
		this.options.changed();
	}
}
