import { eventOptions } from '../../../../nodes/Sonzai/events/catalogue';
import type { Sandbox } from '../../../../sandbox';
import { pollingRows, type PollingCase } from '../polling';
import type { Row } from '../row';
import { ask, ATLAS, LUNA, PROJECT } from '../sent';

const EVENTS = eventOptions.map(({ value }) => String(value));

const messages = (sandbox: Sandbox) => {
	sandbox.addNotifications('Luna', [
		{ message_id: 'm1', user_id: 'ada' },
		{ message_id: 'm2', user_id: 'bob' },
	]);
	sandbox.addNotifications('Atlas', [{ message_id: 'm3', user_id: 'ada' }]);
};
const oneMore = (sandbox: Sandbox) =>
	void sandbox.addNotifications('Luna', [{ message_id: 'm4', user_id: 'ada' }]);
const nothing = () => undefined;

/** An event in the project's queue, for each of two users. */
const notifications = async (sandbox: Sandbox) => {
	for (const user_id of ['ada', 'bob']) {
		const body = { user_id, check_type: 'check_in', intent: 'Hi', delay_hours: 0 };
		await ask(sandbox, 'POST /agents/Luna/wakeups', body);
	}
	await sandbox.clock.advance(1_000);
};

/** Events that nobody took: nobody listens there. */
const failed =
	(...events: string[]) =>
	async (sandbox: Sandbox) => {
		for (const event of events) {
			const path = `PUT /webhooks/${encodeURIComponent(event)}`;
			await ask(sandbox, path, { webhook_url: 'http://127.0.0.1:1/' });
			await sandbox.emit({ event_type: event, payload: { about: event } });
		}
	};

const LUNAS = 'GET /agents/Luna/notifications?limit=500&status=pending';
const QUEUE = `GET /projects/${PROJECT}/notifications`;
const attempts = (event: string) =>
	`GET /webhooks/${encodeURIComponent(event)}/attempts?page_size=500`;
const project = { source: 'project', projectId: PROJECT };
const failedDeliveries = { source: 'failedDeliveries' };
const both = [[{ message_id: 'm1' }, { message_id: 'm2' }]];

const sources: PollingCase[] = [
	{ value: 'agent', before: messages, sends: [LUNAS], gives: both },
	{
		value: 'project',
		beside: { projectId: PROJECT },
		before: notifications,
		sends: [`${QUEUE}?limit=200`],
		gives: [
			[
				{ event_type: 'on_wakeup_ready', user_id: 'ada' },
				{ event_type: 'on_wakeup_ready', user_id: 'bob' },
			],
		],
	},
	{
		value: 'failedDeliveries',
		before: failed('agent.message'),
		sends: ['GET /webhooks', attempts('agent.message')],
		gives: [[{ about: 'agent.message', event_type: 'agent.message' }]],
	},
];

export const pollingParameterRows: Row[] = pollingRows({
	source: sources,
	agentIds: [
		{
			as: 'a list, from the picker',
			value: [LUNA, ATLAS],
			before: messages,
			sends: [LUNA, ATLAS].map((id) => `GET /agents/${id}/notifications?limit=500&status=pending`),
			gives: [[...both[0]!, { message_id: 'm3' }]],
		},
		{
			as: 'a text with commas',
			value: '={{ "Luna Moon/II, Atlas" }}',
			before: messages,
			sends: ['Luna%20Moon%2FII', 'Atlas'].map(
				(name) => `GET /agents/${name}/notifications?limit=500&status=pending`,
			),
			gives: [[{ message_id: 'm3' }]],
		},
		{ as: 'none', value: [], refused: /'Agent Names or IDs' is empty/ },
		{ as: 'one that is unknown', value: ['Nobody'], refused: /404/ },
	],
	projectId: [
		{
			as: 'elsewhere, with Project',
			value: 'elsewhere',
			beside: { source: 'project' },
			refused: /404/,
		},
		{
			as: 'its own, with Failed Deliveries',
			value: PROJECT,
			beside: failedDeliveries,
			before: failed('agent.message'),
			sends: [
				`GET /projects/${PROJECT}/webhooks`,
				`GET /projects/${PROJECT}/webhooks/agent.message/attempts?page_size=500`,
			],
			gives: [[{ about: 'agent.message' }]],
		},
		{ as: 'none, with Project', value: '', beside: project, refused: /'Project ID' is empty/ },
	],
	eventTypes: [
		{
			as: 'every one, with Project',
			value: EVENTS,
			beside: project,
			before: notifications,
			sends: EVENTS.map((event) => `${QUEUE}?event_type=${event}&limit=200`),
			gives: [[{ event_type: 'on_wakeup_ready' }, { event_type: 'on_wakeup_ready' }]],
		},
		{
			as: 'every one, with Failed Deliveries',
			value: EVENTS,
			beside: failedDeliveries,
			before: failed(...EVENTS),
			sends: EVENTS.map(attempts),
			gives: [EVENTS.map((event) => ({ about: event, event_type: event }))],
		},
		{
			as: 'another one than what is there',
			value: ['agent.wakeup'],
			beside: failedDeliveries,
			before: failed('agent.message'),
			sends: [attempts('agent.wakeup')],
			gives: [],
		},
	],
	consume: [
		{
			value: 'afterHandOver',
			before: messages,
			again: oneMore,
			sends: [
				LUNAS,
				LUNAS,
				'POST /agents/Luna/notifications/m1/consume',
				'POST /agents/Luna/notifications/m2/consume',
			],
			gives: [...both, [{ message_id: 'm4' }]],
		},
		{
			as: 'afterHandOver, with Project',
			value: 'afterHandOver',
			beside: project,
			before: notifications,
			again: nothing,
			sends: [
				`${QUEUE}?limit=200`,
				`${QUEUE}?limit=200`,
				[
					`POST /projects/${PROJECT}/notifications/acknowledge`,
					{ notification_ids: [expect.any(String), expect.any(String)] },
				],
			],
			gives: [[{ user_id: 'ada' }, { user_id: 'bob' }]],
		},
		{
			value: 'never',
			before: messages,
			again: oneMore,
			sends: [LUNAS, LUNAS],
			gives: [...both, [{ message_id: 'm4' }]],
		},
		{
			as: 'never, with Project',
			value: 'never',
			beside: project,
			before: notifications,
			again: nothing,
			sends: [`${QUEUE}?limit=200`, `${QUEUE}?limit=200`],
			gives: [[{ user_id: 'ada' }, { user_id: 'bob' }]],
		},
	],
	userId: [
		{
			value: 'ada',
			before: messages,
			sends: [`${LUNAS}&user_id=ada`],
			gives: [[{ message_id: 'm1' }]],
		},
		{
			as: 'bob, with Project',
			value: 'bob',
			beside: project,
			before: notifications,
			sends: [`${QUEUE}?limit=200`],
			gives: [[{ user_id: 'bob' }]],
		},
		{
			as: 'an expression without a value',
			value: '={{ "" }}',
			refused: /'User ID' is empty/,
		},
	],
	customEvents: [
		{
			as: 'a text with commas',
			value: 'session.end, memory/created',
			beside: failedDeliveries,
			before: failed('session.end', 'memory/created', 'agent.message'),
			sends: ['session.end', 'memory/created'].map(attempts),
			gives: [[{ event_type: 'session.end' }, { event_type: 'memory/created' }]],
		},
		{
			as: 'a list beside the list of events, with Project',
			value: '={{ ["session.end"] }}',
			beside: { ...project, eventTypes: ['on_wakeup_ready'] },
			before: notifications,
			sends: ['on_wakeup_ready', 'session.end'].map(
				(event) => `${QUEUE}?event_type=${event}&limit=200`,
			),
			gives: [[{ user_id: 'ada' }, { user_id: 'bob' }]],
		},
	],
});
