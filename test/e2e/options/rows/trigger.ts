import { eventOptions } from '../../../../nodes/Sonzai/events/catalogue';
import type { Sandbox } from '../../../../sandbox';
import type { Row } from '../row';
import { ask, ATLAS, LUNA, PROJECT } from '../sent';
import { triggerRows, type Delivered } from '../trigger';

const FOREIGN = 'https://elsewhere.example/hook';
const OTHER = 'agent.message';

const foreign = async (sandbox: Sandbox) =>
	void (await ask(sandbox, `PUT /webhooks/${OTHER}`, { webhook_url: FOREIGN }));

const events = eventOptions.map(({ value }) => String(value));

/** Events about two agents and two users: what is to be skipped comes first. */
const ofAgents: Delivered[] = [
	{ payload: { agent_id: 'somebody', n: 1 } },
	{ payload: { agent_id: LUNA, n: 2 } },
	{ payload: { data: { agent_id: ATLAS }, n: 3 } },
];
const ofUsers: Delivered[] = [
	{ payload: { user_id: 'somebody', n: 1 } },
	{ payload: { user_id: 'ada', n: 2 } },
	{ payload: { wakeup: { user_id: 'bob' }, n: 3 } },
];
const repeated: Delivered[] = [{ payload: { n: 1 } }, { payload: { n: 1 } }, { payload: { n: 2 } }];
const late = (seconds: number, answer: number): Delivered => ({
	payload: { signed: seconds },
	signedSecondsAgo: seconds,
	answer,
});

export const triggerParameterRows: Row[] = triggerRows({
	events: [
		{
			as: 'every one of the list',
			value: events,
			deliver: events.map((event) => ({ event, payload: { about: event } })),
			gives: events.map((event) => ({ about: event, event_type: event })),
		},
		{ as: 'none', value: [], refused: /'Trigger On' is empty/ },
	],
	scope: [
		{
			value: 'account',
			beside: { projectId: 'elsewhere' },
			registers: ['PUT /webhooks/agent.message'],
			deliver: [{ payload: { n: 1 } }],
			gives: [{ n: 1, event_type: 'agent.message' }],
		},
		{
			value: 'project',
			beside: { projectId: PROJECT },
			registers: [`PUT /projects/${PROJECT}/webhooks/agent.message`],
			deliver: [{ payload: { n: 1 } }],
			gives: [{ n: 1, event_type: 'agent.message' }],
		},
	],
	projectId: [
		{ value: 'elsewhere', beside: { scope: 'project' }, refused: /404/ },
		{ as: 'none', value: '', beside: { scope: 'project' }, refused: /'Project ID' is empty/ },
	],
	onConflict: [
		{
			value: 'fail',
			before: foreign,
			refused: /"agent\.message" is already delivered to https:\/\/elsewhere\.example\/hook/,
			leaves: { [OTHER]: FOREIGN },
		},
		{
			value: 'takeOver',
			before: foreign,
			deliver: [{ payload: { n: 1 } }],
			gives: [{ n: 1 }],
			leaves: { [OTHER]: FOREIGN },
		},
	],
	agentIds: [
		{
			as: 'a text with commas, in capital letters, and a link',
			value: `${LUNA.toUpperCase()}, https://sonz.ai/agents/${ATLAS}`,
			deliver: ofAgents,
			gives: [{ n: 2 }, { n: 3 }],
		},
		{ as: 'a list', value: `={{ ["${LUNA}"] }}`, deliver: ofAgents, gives: [{ n: 2 }] },
		{ as: 'a name', value: 'Luna', refused: /'Agent IDs' .*not the ID of an agent/ },
		{
			as: 'an expression without a value',
			value: '={{ "" }}',
			refused: /'Agent IDs' is empty/,
		},
	],
	userIds: [
		{ as: 'a text with commas', value: 'ada, bob', deliver: ofUsers, gives: [{ n: 2 }, { n: 3 }] },
		{ as: 'a list', value: '={{ ["bob"] }}', deliver: ofUsers, gives: [{ n: 3 }] },
	],
	customEvents: [
		{
			as: 'a text with commas',
			value: 'session.end, memory/created',
			beside: { events: [] },
			deliver: ['session.end', 'memory/created'].map((event) => ({ event, payload: {} })),
			gives: [{ event_type: 'session.end' }, { event_type: 'memory/created' }],
		},
		{
			as: 'a list beside the list of events',
			value: '={{ ["session.end"] }}',
			deliver: ['session.end', 'agent.message'].map((event) => ({ event, payload: {} })),
			gives: [{ event_type: 'session.end' }, { event_type: 'agent.message' }],
		},
	],
	ignoreDuplicates: [
		{ value: false, deliver: repeated, gives: [{ n: 1 }, { n: 1 }, { n: 2 }] },
		{ value: true, deliver: repeated, gives: [{ n: 1 }, { n: 2 }] },
	],
	toleranceSeconds: [
		{ as: 'left out', deliver: [late(400, 401), late(200, 200)], gives: [{ signed: 200 }] },
		{ value: 600, deliver: [late(700, 401), late(400, 200)], gives: [{ signed: 400 }] },
		{ value: 1, deliver: [late(60, 401)], gives: [] },
		{ value: 0, refused: /'Tolerance \(Seconds\)' is 0, .*1 or more/ },
	],
});
