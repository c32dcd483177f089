import type { Request, Response } from 'express';
import { Problem, unacceptable } from './problem';
import type { Route } from '../contract/contract';

/** A trouble that the next matching requests to the API run into. */
export interface Fault {
	/** Any method when left out. */
	method?: string;
	/** A path of the contract, as in `/agents/{agentId}/notifications`; any when left out. */
	path?: string;
	/** How many requests it strikes; until cleared when left out. */
	times?: number;
	/** How many matching requests it lets through first. */
	skip?: number;
	/** A delay in real milliseconds; alone, the request is served normally after it. */
	latencyMs?: number;
	/** Answers with this status. */
	status?: number;
	/** `Retry-After` of that answer: seconds, or an HTTP date. */
	retryAfter?: number | string;
	/** Cuts the connection. */
	reset?: boolean;
	/** Never answers. */
	hang?: boolean;
	/** The answer's body in place of a problem, as text or as JSON. */
	body?: unknown;
	/** Of that body; `text/html` for a text unless told. */
	contentType?: string;
	/** Whether the request is kept from taking effect (the default), or only its answer is lost. */
	applied?: 'before' | 'after';
}

/** The troubles that are ordered, in the order of their ordering: the first that matches strikes. */
export class Faults {
	private ordered: Fault[] = [];

	/** @param paths the paths that a fault can name */
	constructor(private readonly paths: readonly string[]) {}

	/** @throws {Problem} 422 for a path that no request can have */
	add(fault: Fault): void {
		if (fault.path !== undefined && !this.paths.includes(fault.path)) {
			throw unacceptable('body.path', `must be one of ${this.paths.join(', ')}`, fault.path);
		}
		this.ordered.push({ ...fault });
	}

	clear(): void {
		this.ordered = [];
	}

	/** With `times` and `skip` as they are by now. */
	list(): readonly Fault[] {
		return this.ordered;
	}

	/** The fault that strikes this request, counted as struck. */
	take(method: string, route: Route | undefined): Fault | undefined {
		for (const fault of this.ordered.filter((candidate) => matches(candidate, method, route))) {
			if (fault.skip) {
				fault.skip -= 1;
				continue;
			}
			if (fault.times !== undefined && --fault.times <= 0) {
				this.ordered = this.ordered.filter((other) => other !== fault);
			}
			return fault;
		}
		return undefined;
	}
}

/**
 * Lets a request run into a fault.
 *
 * @param proceed serves the request normally
 */
export function inflict(fault: Fault, request: Request, response: Response, proceed: () => void) {
	const disturb = (): void => {
		if (isOnlySlow(fault)) proceed();
		else spoil(fault, request, response);
	};
	if (fault.applied === 'after' && !isOnlySlow(fault)) {
		const end = response.end.bind(response);
		response.end = () => {
			response.end = end;
			for (const name of response.getHeaderNames()) response.removeHeader(name);
			delay(fault, response, disturb);
			return response;
		};
		proceed();
	} else {
		delay(fault, response, disturb);
	}
}

function matches(fault: Fault, method: string, route: Route | undefined): boolean {
	if (fault.method && fault.method.toUpperCase() !== method) return false;
	return !fault.path || fault.path === route?.template;
}

function isOnlySlow({ status, reset, hang, body }: Fault): boolean {
	return status === undefined && !reset && !hang && body === undefined;
}

function delay({ latencyMs }: Fault, response: Response, then: () => void): void {
	if (!latencyMs) {
		then();
		return;
	}
	const timer = setTimeout(then, latencyMs);
	response.once('close', () => clearTimeout(timer));
}

function spoil(fault: Fault, request: Request, response: Response): void {
	if (fault.reset) {
		request.socket.resetAndDestroy();
		return;
	}
	if (fault.hang) return;
	const { status = 200, retryAfter, body, contentType } = fault;
	response.status(status);
	if (retryAfter !== undefined) response.set('retry-after', String(retryAfter));
	if (body === undefined) {
		response.type('application/problem+json');
		response.send(JSON.stringify(new Problem(status, 'ordered by a fault').body()));
	} else {
		const isText = typeof body === 'string';
		response.type(contentType ?? (isText ? 'text/html' : 'application/json'));
		response.send(isText ? body : JSON.stringify(body));
	}
}
