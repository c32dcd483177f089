import type { Platform } from '../platform/platform';
import type { Agent } from '../platform/state';
import { notFound, unacceptable } from '../http/problem';

/** A request that keeps to the contract. */
export interface Call {
	/** Decoded path parameters. */
	params: {
		agentId: string;
		userId: string;
		projectId: string;
		eventType: string;
		messageId: string;
		scheduleId: string;
		processingId: string;
	};
	/** By name, with defaults and numbers in place. */
	query: object;
	body: unknown;
}

/**
 * What an operation of the contract does.
 *
 * @returns the answer's body, or undefined for 204
 * @throws {Problem}
 */
export type Operation = (call: Call) => object | undefined;

/** Operations by their `operationId`. */
export type Operations = Record<string, Operation>;

/** @throws {Problem} 404 */
export function agentOf(platform: Platform, { params }: Call): Agent {
	const agent = platform.findAgent(params.agentId);
	if (!agent) throw notFound(`agent ${JSON.stringify(params.agentId)}`);
	return agent;
}

/** An API key sees no other project than its own.
 *  @throws {Problem} 404 */
export function checkProject(platform: Platform, { params }: Call): void {
	if (params.projectId !== platform.state.project_id) throw notFound('project');
}

/**
 * A moment of the request in UTC.
 *
 * @throws {Problem} 422 when it is not RFC 3339
 */
export function moment(location: string, value: string): string {
	const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
	const time = rfc3339.test(value) ? Date.parse(value) : NaN;
	if (Number.isNaN(time)) {
		throw unacceptable(location, 'must be an RFC 3339 time, as in 2030-01-31T09:00:00Z', value);
	}
	return new Date(time).toISOString();
}
