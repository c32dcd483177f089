import { jsonParse } from 'n8n-workflow';
import type { SonzaiClient } from '../api/client';
import type { ApiRequest } from '../api/request';
import type { Listing } from './listing';

/** A request that marks messages as consumed, and which those are. */
export interface Consumption {
	readonly ids: readonly string[];
	/**
	 * Carrying it out twice does no harm, and messages that are gone are none either.
	 *
	 * @throws InvalidInput when it cannot be built
	 */
	request(): ApiRequest;
	/** The same in smaller parts, where it is about several messages. */
	parts?(): Consumption[];
}

/** A place of the platform where messages wait: one agent's, a project's, or the log of an event's deliveries. */
export interface Queue {
	/** What it is remembered by; holds all that it takes to build it again. */
	readonly key: string;
	/** In the log and in errors, as in `agent "Luna"`. */
	readonly label: string;
	/**
	 * @param until epoch milliseconds after which no further page is asked for
	 * @param since what an earlier listing said of how far to reach back
	 * @throws RequestFailure
	 * @throws InvalidInput when the platform can have no such queue
	 */
	list(client: SonzaiClient, until: number, since?: string): Promise<Listing>;
	/** The requests that consume these messages; absent where nothing can be consumed. */
	consumptions?(ids: readonly string[]): Consumption[];
}

/** @param parts the kind of the queue and what it is made from */
export function queueKey(...parts: Array<string | undefined>): string {
	return JSON.stringify(parts.map((part) => part ?? null));
}

/** @returns the parts that `queueKey` was given; none for what it did not make */
export function readQueueKey(key: string): Array<string | undefined> {
	const parts = jsonParse<unknown>(key, { fallbackValue: [] });
	if (!Array.isArray(parts)) return [];
	return parts.map((part) => (typeof part === 'string' ? part : undefined));
}
