import type { Clock } from './clock';
import { Deliveries, type DeliveryOptions } from './deliveries';
import { seedState, type Agent, type State } from './state';

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
