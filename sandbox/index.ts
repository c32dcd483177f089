import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { apiServer } from './api/server';
import { Contract, type Violation } from './contract';
import { Faults, type Fault } from './control/faults';
import { RequestLog, type RecordedRequest } from './control/request-log';
import { Clock } from './platform/clock';
import { loadState, StateFile } from './platform/persistence';
import { Platform } from './platform/platform';
import {
	newAgent,
	seedState,
	type Agent,
	type DeliveryAttempt,
	type ProactiveNotification,
} from './platform/state';

export type { Fault } from './control/faults';
export type { RecordedRequest } from './control/request-log';
export type { Violation } from './contract';
export type { DeliveryAttempt, ProactiveNotification } from './platform/state';

export interface SandboxOptions {
	/** Where the API listens; 127.0.0.1 unless told. The control surface is on loopback always. */
	host?: string;
	/** 0, the default, is any free port. */
	port?: number;
	/** 0, the default, is any free port. */
	controlPort?: number;
	/** `sk_local` unless told. */
	apiKey?: string;
	/** Keeps the state across restarts. */
	dataFile?: string;
	/** Sandbox seconds per real second; 1 unless told. */
	speed?: number;
	/** Pauses before the second, third, … attempt of a delivery, in sandbox milliseconds. */
	retryDelaysMs?: number[];
	/** How long a receiver may take, in real milliseconds. */
	deliveryTimeoutMs?: number;
	/** For how long a rotated secret signs along, in sandbox milliseconds. */
	rotationGraceMs?: number;
	/** Told one line for each thing that happens; never a secret. */
	log?: (line: string) => void;
}

export interface Sandbox {
	/** `http://127.0.0.1:<port>`; the API's paths begin with `/api/v1`. */
	readonly url: string;
	readonly controlUrl: string;
	readonly apiKey: string;
	readonly projectId: string;
	/** The seeded ones. */
	readonly agents: ReadonlyArray<{ agent_id: string; name: string }>;
	readonly clock: {
		now(): Date;
		/** Resolves when all that became due has been done, deliveries and their retries included. */
		advance(ms: number): Promise<void>;
		/** @param speed sandbox seconds per real second */
		setSpeed(speed: number): void;
		pause(): void;
		resume(): void;
	};
	readonly faults: { add(fault: Fault): void; clear(): void };
	/** Sends an event to its webhook, the payload as it is. Resolves when the first attempt has ended. */
	emit(event: { event_type: string; payload: unknown; project_id?: string }): Promise<void>;
	/** Adds notifications, pending unless told; what is left out is filled in. */
	addNotifications(
		agentId: string,
		notifications: Array<Partial<ProactiveNotification>>,
	): ProactiveNotification[];
	addAgent(agent: { name: string; agent_id?: string }): Agent;
	/** In the order of arrival. */
	requests(): RecordedRequest[];
	clearRequests(): void;
	/** Answers that broke the contract, a reset notwithstanding. */
	violations(): Violation[];
	/** All attempts, newest last. */
	deliveries(): DeliveryAttempt[];
	/** Resolves when no delivery is under way. Retries that are still to come don't count. */
	settled(): Promise<void>;
	/** Puts state, clock, faults and recorded requests back to the beginning. */
	reset(): void;
	/** Stops everything, hung connections included. */
	close(): Promise<void>;
}

const RETRY_DELAYS_MS = [1_000, 5_000, 25_000, 120_000, 600_000];
const DELIVERY_TIMEOUT_MS = 10_000;
const ROTATION_GRACE_MS = 24 * 3_600_000;

const contract = new Contract(join(__dirname, 'openapi.yaml'));

/**
 * Starts a local Sonzai API.
 *
 * @throws when a port is taken (`EADDRINUSE`) or the data file can't be used (DataFileError)
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { apiKey = 'sk_local', log = () => undefined } = options;
	const faults = new Faults();
	const requests = new RequestLog();
	const violations: Violation[] = [];

	const saved = options.dataFile ? loadState(options.dataFile) : undefined;
	const clock = new Clock(Math.max(Date.now(), saved?.now.getTime() ?? 0), options.speed);
	const file =
		options.dataFile &&
		new StateFile(options.dataFile, () => ({ now: clock.now(), state: platform.state }));
	const platform: Platform = new Platform(clock, saved?.state ?? seedState(clock.now()), {
		retryDelaysMs: options.retryDelaysMs ?? RETRY_DELAYS_MS,
		timeoutMs: options.deliveryTimeoutMs ?? DELIVERY_TIMEOUT_MS,
		rotationGraceMs: options.rotationGraceMs ?? ROTATION_GRACE_MS,
		log,
		changed: () => file && file.changed(),
	});
	const seeded = platform.state.agents.map(({ agent_id, name }) => ({ agent_id, name }));
	const api = await listen(
		apiServer({
			contract,
			platform,
			apiKey,
			faults,
			requests,
			onViolation: (violation) => violations.push(violation),
		}),
		options.host ?? '127.0.0.1',
		options.port ?? 0,
	);
	platform.start();

	return {
		url: urlOf(api),
		controlUrl: '',
		apiKey,
		projectId: platform.state.project_id,
		agents: seeded,
		clock,
		faults,
		async emit({ event_type, payload, project_id = platform.state.project_id }) {
			if (project_id !== platform.state.project_id) return;
			await platform.deliveries.emit(event_type, payload);
		},
		addNotifications(agentId, notifications) {
			const added = notifications.map((notification) => ({
				message_id: randomUUID(),
				user_id: 'user-1',
				check_type: 'reminder',
				generated_message: 'Hello!',
				status: 'pending',
				created_at: platform.timestamp(),
				...notification,
				agent_id: agentId,
			}));
			platform.state.notifications.push(...added);
			platform.changed();
			return added;
		},
		addAgent(agent) {
			const added = newAgent({ agent_id: randomUUID(), ...agent }, clock.now());
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
		async close() {
			await stop(api);
			await platform.stop();
			if (file) {
				file.changed();
				await file.flushed();
			}
		},
	};
}

async function listen(app: RequestListener, host: string, port: number): Promise<Server> {
	const server = createServer(app).listen(port, host);
	await once(server, 'listening');
	return server;
}

async function stop(server: Server): Promise<void> {
	server.close();
	server.closeAllConnections();
	await once(server, 'close');
}

function urlOf(server: Server): string {
	const { address, family, port } = server.address() as AddressInfo;
	return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
