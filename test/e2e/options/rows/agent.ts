import { agentRows, concurrencyRows } from '../everyOperation';
import { byName, operationRows, type Operation } from '../operation';
import type { Row } from '../row';
import { LUNA, type Sent } from '../sent';

const apart = { agentId: byName('={{ ["Luna", "Atlas", "Luna Moon/II"][$json.n - 1] }}') };

const get: Operation = {
	resource: 'agent',
	operation: 'get',
	parameters: { agentId: byName('Luna') },
	sends: 'GET /agents/Luna',
};

const getMany: Operation = {
	resource: 'agent',
	operation: 'getMany',
	parameters: {},
	sends: 'GET /agents?page_size=50',
	gives: [{ name: 'Luna' }, { name: 'Luna Moon/II' }, { name: 'Atlas' }],
};

const triggerEvent: Operation = {
	resource: 'agent',
	operation: 'triggerEvent',
	parameters: { agentId: byName('Luna'), userId: 'ada', eventType: 'milestone' },
	sends: ['POST /agents/Luna/events', { user_id: 'ada', event_type: 'milestone' }],
	gives: [{ accepted: true }],
};

/** The request with more in its body, or something else. */
const telling = (more: object): Sent[] => [
	[triggerEvent.sends[0], { user_id: 'ada', event_type: 'milestone', ...more }],
];

export const agentOperations: Operation[] = [get, getMany, triggerEvent];

export const agentResourceRows: Row[] = [
	...agentRows(get),
	...concurrencyRows(get, apart),
	...operationRows(get, {
		agentId: [
			{
				as: 'a link',
				value: { __rl: true, mode: 'id', value: `https://sonz.ai/agents/${LUNA}?tab=memory` },
				sends: [`GET /agents/${LUNA}`],
				gives: [{ name: 'Luna', bio: 'Remembers what you told her.' }],
			},
		],
	}),

	...concurrencyRows(getMany, { filters: { search: '={{ ["L", "A", "Moon"][$json.n - 1] }}' } }),
	...operationRows(getMany, {
		returnAll: [{ value: false }, { value: true, sends: ['GET /agents?page_size=100'] }],
		limit: [
			{ value: 1, sends: ['GET /agents?page_size=1'], gives: [{ name: 'Luna' }] },
			{ value: 0, fails: /'Limit' .*1 or more/ },
		],
		search: [
			{ value: 'atl', sends: ['GET /agents?page_size=50&search=atl'], gives: [{ name: 'Atlas' }] },
		],
	}),

	...agentRows(triggerEvent),
	...concurrencyRows(triggerEvent, apart),
	...operationRows(triggerEvent, {
		userId: [{ value: 'bob@example.com', sends: telling({ user_id: 'bob@example.com' }) }],
		eventType: [{ value: 'session_end', sends: telling({ event_type: 'session_end' }) }],
		eventDescription: [
			{
				value: 'They ran a marathon',
				sends: telling({ event_description: 'They ran a marathon' }),
			},
		],
		metadata: [
			{
				as: 'texts and a number',
				value: {
					entries: [
						{ name: 'city', value: 'Berlin' },
						{ name: 'rank', value: '={{ 3 }}' },
					],
				},
				sends: telling({ metadata: { city: 'Berlin', rank: '3' } }),
			},
		],
		instanceId: [{ value: 'i-1', sends: telling({ instance_id: 'i-1' }) }],
		language: [{ value: 'de', sends: telling({ language: 'de' }) }],
	}),
];
