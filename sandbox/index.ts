import { join } from 'node:path';
import { apiServer } from './api/server';
import { Contract, type Violation } from './contract/contract';
import { controlsOf, type Controls } from './control/controls';
import { Faults } from './http/faults';
import { RequestLog } from './http/requestLog';
import { controlServer } from './control/server';
import { listen, onFirstUse, type Listener } from './http/listener';
import { Clock } from './platform/clock';
import { loadState, StateFile } from './platform/persistence';
import { Platform } from './platform/platform';
import { resume } from './platform/resume';
import { seedState } from './platform/state';

export type { Fault } from './http/faults';
export type { RecordedRequest } from './http/requestLog';
export type { Violation } from './contract/contract';
export type { Agent, DeliveryAttempt, ProactiveNotification } from './platform/state';

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

export interface Sandbox extends Controls {
	/** `http://127.0.0.1:<port>`; the API's paths begin with `/api/v1`. */
	readonly url: string;
	readonly controlUrl: string;
	readonly apiKey: string;
	readonly projectId: string;
	/** The seeded ones. */
	readonly agents: ReadonlyArray<{ agent_id: string; name: string }>;
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
 * @throws {DataFileError} when the data file can't be used
 * @throws the system's error when an address can't be listened on, as `EADDRINUSE`
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { apiKey = 'sk_local', log = () => undefined, dataFile } = options;
	const faults = new Faults(contract.templates);
	const requests = new RequestLog();
	const violations: Violation[] = [];

	const saved = dataFile ? loadState(dataFile) : undefined;
	const clock = new Clock(Math.max(Date.now(), saved?.now.getTime() ?? 0), options.speed);
	const platform: Platform = new Platform(clock, saved?.state ?? seedState(clock.now()), {
		retryDelaysMs: options.retryDelaysMs ?? RETRY_DELAYS_MS,
		timeoutMs: options.deliveryTimeoutMs ?? DELIVERY_TIMEOUT_MS,
		rotationGraceMs: options.rotationGraceMs ?? ROTATION_GRACE_MS,
		log,
		changed: () => file?.changed(),
	});
	const file = dataFile
		? new StateFile(
				dataFile,
				() => ({ now: clock.now(), state: platform.state }),
				(error) => log(`not saved: ${String(error)}`),
			)
		: undefined;
	await file?.write();

	const onViolation = (violation: Violation): void => {
		violations.push(violation);
	};
	const onDefect = (error: unknown): void => log(`request failed: ${String(error)}`);
	const controls = controlsOf({ platform, faults, requests, violations });
	const listeners: Listener[] = [];
	const stopListening = () => Promise.all(listeners.map((listener) => listener.close()));
	try {
		listeners.push(
			await listen(
				apiServer({ contract, platform, apiKey, faults, requests, onViolation, onDefect }),
				options.host ?? '127.0.0.1',
				options.port ?? 0,
			),
		);
		listeners.push(
			await listen(
				onFirstUse(() => controlServer(controls, onDefect)),
				'127.0.0.1',
				options.controlPort ?? 0,
			),
		);
	} catch (error) {
		await stopListening();
		throw error;
	}
	resume(platform);

	return {
		...controls,
		url: listeners[0]!.url,
		controlUrl: listeners[1]!.url,
		apiKey,
		projectId: platform.state.project_id,
		agents: seedState(clock.now()).agents.map(({ agent_id, name }) => ({ agent_id, name })),
		async close() {
			await stopListening();
			await platform.stop();
			file?.changed();
			await file?.flushed();
		},
	};
}
