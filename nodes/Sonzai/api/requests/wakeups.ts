import type { IDataObject } from 'n8n-workflow';
import type { ApiRequest } from '../request';
import { listOf, object } from '../answer';
import type { ListRequest } from '../listRequest';
import { path } from '../path';

/**
 * The requests about the wakeups of an agent (Sonzai's OpenAPI document).
 *
 * @param agent ID or name
 */
export function wakeupRequests(agent: string) {
	const base = path`/agents/${agent}/wakeups`;
	return {
		/** The order is not promised; there is no cursor (`limit` 1–500), and no filter by user. */
		list: (query: { readonly status?: string }): ListRequest => ({
			method: 'GET',
			path: base,
			query,
			key: 'wakeups',
			part: { parameter: 'limit', max: 500 },
			answer: listOf('wakeups', 'wakeup_id'),
		}),

		/** Schedules one more wakeup each time. */
		schedule: (wakeup: IDataObject): ApiRequest<IDataObject> => ({
			method: 'POST',
			path: base,
			body: wakeup,
			answer: object({ wakeup_id: 'text' }),
			mayHaveHappened: {
				happened: 'The wakeup may still have been scheduled',
				todo: 'Check with Wakeup > Get Many before you run this again, or the agent may reach out twice.',
			},
		}),
	};
}
