import type { IDataObject } from 'n8n-workflow';
import type { ApiRequest } from '../request';
import { listOf, nothing, object, textsOf } from '../answer';
import type { ListRequest } from '../listRequest';
import { path } from '../path';

/**
 * The requests about the schedules by which an agent reaches out to a user (Sonzai's OpenAPI
 * document).
 *
 * @param agent ID or name
 */
export function scheduleRequests(agent: string, user: string) {
	const base = path`/agents/${agent}/users/${user}/schedules`;
	const of = (scheduleId: string) => base + path`/${scheduleId}`;
	return {
		/** Always all of them. */
		list: (): ListRequest => ({
			method: 'GET',
			path: base,
			key: 'schedules',
			answer: listOf('schedules', 'schedule_id'),
		}),

		/** Creates one more schedule each time. */
		create: (schedule: IDataObject): ApiRequest<IDataObject> => ({
			method: 'POST',
			path: base,
			body: schedule,
			answer: SCHEDULE,
			mayHaveHappened: {
				happened: 'The schedule may still have been created',
				todo: 'Check with Schedule > Get Many before you run this again, or the agent may reach out twice each time.',
			},
		}),

		get: (scheduleId: string): ApiRequest<IDataObject> => ({
			method: 'GET',
			path: of(scheduleId),
			answer: SCHEDULE,
		}),

		/** @param changes what is left out keeps its value */
		update: (scheduleId: string, changes: IDataObject): ApiRequest<IDataObject> => ({
			method: 'PATCH',
			path: of(scheduleId),
			body: changes,
			answer: SCHEDULE,
		}),

		/** A 404 after an attempt without an answer says that it was deleted by that one. */
		remove: (scheduleId: string): ApiRequest<undefined> => ({
			method: 'DELETE',
			path: of(scheduleId),
			answer: nothing,
			absentIsFine: 'whenRepeated',
		}),

		/** The times at which it fires next, soonest first; texts, not objects. */
		upcoming: (scheduleId: string): ListRequest => ({
			method: 'GET',
			path: `${of(scheduleId)}/upcoming`,
			key: 'upcoming',
			part: UPCOMING,
			answer: textsOf('upcoming'),
		}),
	};
}

const SCHEDULE = object({ schedule_id: 'text' });

/** Sonzai's OpenAPI document: `limit` 1–100, and no cursor. */
export const UPCOMING = { parameter: 'limit', max: 100 } as const;
