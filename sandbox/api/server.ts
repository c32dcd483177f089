import { timingSafeEqual } from 'node:crypto';
import express, { type Express, type Request, type RequestHandler } from 'express';
import { operationOf, pathParamsOf, type Contract, type Violation } from '../contract/contract';
import { inflict, type Faults } from '../http/faults';
import type { RecordedRequest, RequestLog } from '../http/requestLog';
import type { Platform } from '../platform/platform';
import { agentOperations } from './agents';
import { chatOperations } from './chat';
import { problemAnswers } from '../http/errors';
import { withSchema } from '../http/schemaLink';
import { notificationOperations } from './notifications';
import type { Call, Operations } from './operation';
import { Problem } from '../http/problem';
import { projectNotificationOperations } from './projectNotifications';
import { scheduleOperations } from './schedules';
import { wakeupOperations } from './wakeups';
import { webhookOperations } from './webhooks';

export interface ApiParts {
	contract: Contract;
	platform: Platform;
	apiKey: string;
	faults: Faults;
	requests: RequestLog;
	onViolation: (violation: Violation) => void;
	/** Told of failures that are the sandbox's own. */
	onDefect: (error: unknown) => void;
}

/** The Sonzai API over HTTP: recorded, disturbed as ordered, checked, carried out. */
export function apiServer(parts: ApiParts): Express {
	const { contract, platform, apiKey, faults, onViolation } = parts;
	const app = express();
	app.disable('x-powered-by').set('etag', false);
	app.use(recordRequests(parts));
	app.use(express.json({ limit: '5mb' }), recordBody);
	app.use((request, response, next) => {
		const fault = faults.take(request.method, contract.routeOf(request.method, request.path));
		if (fault) inflict(fault, request, response, next);
		else next();
	});
	app.use(
		contract.validate({
			authenticate: {
				apiKey: (request) => hasKey(request, apiKey),
				bearerClerk: (request) => {
					if (!hasKey(request, apiKey)) return false;
					throw new Problem(403, 'an API key may not do this: it needs a session of the dashboard');
				},
			},
			onViolation,
		}),
	);
	app.use(carryOut(contract, platform));
	const answerProblem = problemAnswers('ErrorModel', parts.onDefect);
	// Twice, since a problem that breaks the contract is a failed request itself.
	app.use(answerProblem, answerProblem);
	return app;
}

function carryOut(contract: Contract, platform: Platform): RequestHandler {
	const operations: Operations = {
		...agentOperations(platform),
		...chatOperations(platform),
		...notificationOperations(platform),
		...projectNotificationOperations(platform),
		...scheduleOperations(platform),
		...wakeupOperations(platform),
		...webhookOperations(platform),
	};
	return (request, response) => {
		const operationId = operationOf(request);
		const operation = operations[operationId];
		if (!operation) throw new Problem(501, 'the sandbox does not have this operation');
		const answer = operation({
			params: pathParamsOf(request) as unknown as Call['params'],
			query: request.query,
			body: request.body as unknown,
		});
		platform.changed();
		if (answer === undefined) response.status(204).end();
		else response.json(withSchema(request, contract.answerSchema(operationId), answer));
	};
}

function recordRequests({ contract, platform, requests }: ApiParts): RequestHandler {
	return (request, response, next) => {
		const route = contract.routeOf(request.method, request.path);
		const entry: RecordedRequest = {
			method: request.method,
			path: request.path,
			params: route?.params ?? {},
			query: request.query,
			body: undefined,
			status: 0,
			operationId: route?.operationId,
			at: platform.timestamp(),
		};
		requests.add(entry);
		response.locals.entry = entry;
		response.on('finish', () => (entry.status = response.statusCode));
		next();
	};
}

const recordBody: RequestHandler = (request, response, next) => {
	(response.locals.entry as RecordedRequest).body = request.body;
	next();
};

function hasKey(request: Request, apiKey: string): boolean {
	const sent = Buffer.from(request.headers.authorization ?? '');
	const expected = Buffer.from(`Bearer ${apiKey}`);
	if (sent.length === expected.length && timingSafeEqual(sent, expected)) return true;
	throw new Problem(401, 'the API key is not valid');
}
