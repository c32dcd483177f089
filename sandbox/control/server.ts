import { join } from 'node:path';
import express, { type Express, type RequestHandler } from 'express';
import { problemAnswers } from '../http/errors';
import { Problem } from '../http/problem';
import { Contract, operationOf } from '../contract/contract';
import type { ProactiveNotification } from '../platform/state';
import type { Controls, EmittedEvent } from './controls';
import type { Fault } from '../http/faults';

type Command = (body: unknown) => object | undefined | Promise<object | undefined>;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * The controls over HTTP, for programs outside of this process.
 *
 * @param onDefect told of failures that are the sandbox's own
 */
export function controlServer(controls: Controls, onDefect: (error: unknown) => void): Express {
	const app = express();
	app.disable('x-powered-by').set('etag', false);
	app.use(refuseOtherSites);
	app.use(express.json({ limit: '5mb' }));
	app.use(
		new Contract(join(__dirname, 'openapi.yaml')).validate({
			onViolation: () => undefined,
		}),
	);
	const commands = commandsOf(controls);
	app.use(async (request, response) => {
		const answer = await commands[operationOf(request)]?.(request.body);
		if (answer === undefined) response.status(204).end();
		else response.json(answer);
	});
	app.use(problemAnswers(undefined, onDefect));
	return app;
}

/**
 * A web page in a browser on this machine reaches loopback too. It gives itself away by its origin,
 * or, when a name of its own leads here, by the host it asks for.
 */
const refuseOtherSites: RequestHandler = (request, _response, next) => {
	const { host, origin } = request.headers;
	if (!isLoopback(`http://${host}`) || (origin !== undefined && !isLoopback(origin))) {
		throw new Problem(403, 'the control surface serves programs on this machine only');
	}
	next();
};

function isLoopback(url: string): boolean {
	return URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);
}

function commandsOf(controls: Controls): Record<string, Command> {
	const { clock, faults } = controls;
	return {
		getClock: () => clock.status(),
		setClock(body) {
			const { speed, paused } = body as { speed?: number; paused?: boolean };
			if (speed !== undefined) clock.setSpeed(speed);
			if (paused === true) clock.pause();
			if (paused === false) clock.resume();
			return clock.status();
		},
		async advanceClock(body) {
			const { ms = 0, seconds = 0 } = body as { ms?: number; seconds?: number };
			await clock.advance(ms + seconds * 1000);
			return clock.status();
		},
		async emitEvent(body) {
			const attempt = await controls.emit(body as EmittedEvent);
			return attempt ? { attempt } : {};
		},
		addNotifications(body) {
			const { agent_id, count, notifications } = body as {
				agent_id: string;
				count?: number;
				notifications?: Array<Partial<ProactiveNotification>>;
			};
			const wanted = notifications ?? Array.from({ length: count ?? 1 }, () => ({}));
			return { notifications: controls.addNotifications(agent_id, wanted) };
		},
		addAgent: (body) => controls.addAgent(body as { name: string; agent_id?: string }),
		listFaults: () => ({ faults: faults.list() }),
		addFault(body) {
			faults.add(body as Fault);
			return undefined;
		},
		clearFaults() {
			faults.clear();
			return undefined;
		},
		listRequests: () => ({ requests: controls.requests() }),
		clearRequests() {
			controls.clearRequests();
			return undefined;
		},
		listViolations: () => ({ violations: controls.violations() }),
		listDeliveries: () => ({ deliveries: controls.deliveries() }),
		reset() {
			controls.reset();
			return undefined;
		},
	};
}
