import { randomUUID } from 'node:crypto';
import { notFound } from '../http/problem';
import type { Violation } from '../contract/contract';
import type { Clock } from '../platform/clock';
import type { Platform } from '../platform/platform';
import {
	newAgent,
	type Agent,
	type DeliveryAttempt,
	type ProactiveNotification,
} from '../platform/state';
import type { Fault, Faults } from '../http/faults';
import type { RecordedRequest, RequestLog } from '../http/requestLog';

export interface EmittedEvent {
	event_type: string;
	/** The delivery's body, sent as it is. */
	payload: unknown;
	/** The sandbox's project unless told; no other has webhooks. */
	project_id?: string;
}

/** What a test or a demonstration can do with a sandbox, besides calling its API. */
export interface Controls {
	readonly clock: Pick<Clock, 'now' | 'status' | 'advance' | 'setSpeed' | 'pause' | 'resume'>;
	readonly faults: {
		/** @throws {Problem} 422 for a path that no request can have */
		add(fault: Fault): void;
		clear(): void;
		/** With `times` and `skip` as they are by now. */
		list(): readonly Fault[];
	};
	/** Sends an event to its webhook; resolves to the first attempt once that has ended, if any. */
	emit(event: EmittedEvent): Promise<DeliveryAttempt | undefined>;
	/**
	 * Adds notifications, pending unless told; what is left out is filled in.
	 *
	 * @param agent an agent's id or name
	 * @throws {Problem} 404 for an unknown agent
	 */
	addNotifications(
		agent: string,
		notifications: Array<Partial<ProactiveNotification>>,
	): ProactiveNotification[];
	addAgent(agent: { name: string; agent_id?: string }): Agent;
	/** The requests to the API, in the order of arrival. */
	requests(): RecordedRequest[];
	clearRequests(): void;
	/** Answers that broke the contract. They stay on record, a reset notwithstanding. */
	violations(): Violation[];
	/** All delivery attempts, newest last. */
	deliveries(): DeliveryAttempt[];
	/** Resolves when no delivery is under way. Retries that are still to come don't count. */
	settled(): Promise<void>;
	/** Puts state, clock, faults and recorded requests back to the beginning. */
	reset(): void;
}

export interface Controlled {
	platform: Platform;
	faults: Faults;
	requests: RequestLog;
	violations: readonly Violation[];
}

export function controlsOf({ platform, faults, requests, violations }: Controlled): Controls {
	return {
		clock: platform.clock,
		faults,
		async emit({ event_type, payload, project_id = platform.state.project_id }) {
			if (project_id !== platform.state.project_id) return undefined;
			return await platform.deliveries.emit(event_type, payload);
		},
		addNotifications(idOrName, notifications) {
			const agent = platform.findAgent(idOrName);
			if (!agent) throw notFound(`agent ${JSON.stringify(idOrName)}`);
			const added = notifications.map((notification) => ({
				message_id: randomUUID(),
				user_id: 'user-1',
				check_type: 'reminder',
				generated_message: 'Hello!',
				status: 'pending',
				created_at: platform.timestamp(),
				...notification,
				agent_id: agent.agent_id,
			}));
			platform.state.notifications.push(...added);
			platform.changed();
			return added;
		},
		addAgent(agent) {
			const added = newAgent({ agent_id: randomUUID(), ...agent }, platform.clock.now());
			platform.state.agents.push(added);
			platform.changed();
			return added;
		},
		requests: () => requests.list(),
		clearRequests: () => requests.clear(),
		violations: () => [...violations],
		deliveries: () => [...platform.state.attempts],
		settled: () => platform.deliveries.settled(),
		reset() {
			faults.clear();
			requests.clear();
			platform.reset();
		},
	};
}
