import { eventOptions } from '../../../../nodes/Sonzai/events/catalogue';
import type { Sandbox } from '../../../../sandbox';
import { concurrencyRows } from '../everyOperation';
import { operationRow, operationRows, parameterOf, type Operation } from '../operation';
import type { Json } from '../json';
import type { Row } from '../row';
import { ask, PROJECT, type Sent } from '../sent';

const URL = 'https://example.com/hook';
const SECRET = expect.stringMatching(/^whsec_./) as string;

const register = async (sandbox: Sandbox, event: string) =>
	void (await ask(sandbox, `PUT /webhooks/${event}`, {
		webhook_url: URL,
		auth_header: 'Bearer x',
	}));

const message = async (sandbox: Sandbox) => await register(sandbox, 'agent.message');

const getMany: Operation = {
	resource: 'webhook',
	operation: 'getMany',
	parameters: {},
	before: message,
	sends: 'GET /webhooks',
	gives: [{ event_type: 'agent.message', webhook_url: URL, has_auth_header: true }],
};

const registering: Operation = {
	resource: 'webhook',
	operation: 'register',
	parameters: { webhookUrl: URL },
	sends: ['PUT /webhooks/agent.message', { webhook_url: URL }],
	gives: [{ event_type: 'agent.message', webhook_url: URL, signing_secret: SECRET }],
};

const deleting: Operation = {
	resource: 'webhook',
	operation: 'delete',
	parameters: {},
	before: message,
	sends: 'DELETE /webhooks/agent.message',
	gives: [{ deleted: true }],
};

const rotating: Operation = {
	resource: 'webhook',
	operation: 'rotateSecret',
	parameters: {},
	before: message,
	sends: 'POST /webhooks/agent.message/rotate-secret',
	gives: [{ event_type: 'agent.message', signing_secret: SECRET }],
};

/** Three attempts, one of each outcome, whatever the webhook and the project. */
function attempts(sandbox: Sandbox): void {
	const request_body = Buffer.from('{"mood":"glad"}').toString('base64');
	const body = {
		attempts: ['failed', 'retrying', 'success'].map((status) => ({
			attempt_id: status,
			event_type: 'agent.message',
			status,
			request_body,
		})),
		has_more: false,
	};
	for (const path of [
		'/webhooks/{eventType}/attempts',
		'/projects/{projectId}/webhooks/{eventType}/attempts',
	]) {
		sandbox.faults.add({ method: 'GET', path, body });
	}
}

const attempting: Operation = {
	resource: 'webhook',
	operation: 'getDeliveryAttempts',
	parameters: {},
	before: attempts,
	sends: 'GET /webhooks/agent.message/attempts?page_size=50',
	gives: ['failed', 'retrying', 'success'].map((status) => ({
		status,
		payload: { mood: 'glad', event_type: 'agent.message' },
	})),
};

/** Scope and Project ID of an operation. */
const scopeRows = (base: Operation): Row[] => {
	const inProject = [
		inside(base.sends, (line) => line.replace('/webhooks', `/projects/${PROJECT}/webhooks`)),
	];
	return operationRows(base, {
		scope: [
			{ value: 'account', beside: { projectId: 'elsewhere' } },
			{ value: 'project', beside: { projectId: PROJECT }, sends: inProject },
			{ as: 'project, without an ID', value: 'project', fails: /'Project ID' is empty/ },
		],
		projectId: [{ value: PROJECT, beside: { scope: 'project' }, sends: inProject }],
	});
};

/** Every event that the list offers, and one that it does not. */
const eventRows = (base: Operation): Row[] => {
	const parameter = parameterOf(base.resource, base.operation, 'eventType');
	const custom = parameterOf(base.resource, base.operation, 'customEventType');
	const about = (event: string) => {
		const gives = base.gives?.map((item) =>
			item.event_type === undefined ? item : { ...item, event_type: event },
		);
		return {
			before: async (sandbox: Sandbox) => {
				if (base === attempting) attempts(sandbox);
				else if (base !== registering) await register(sandbox, encodeURIComponent(event));
			},
			sends: [
				inside(base.sends, (line) => line.replace('agent.message', encodeURIComponent(event))),
			],
			gives,
		};
	};
	return [
		...eventOptions.map(({ value }) =>
			operationRow(base, parameter, { value, ...about(String(value)) }),
		),
		operationRow(base, parameter, {
			value: 'custom',
			beside: { customEventType: 'session.end' },
			...about('session.end'),
		}),
		operationRow(base, parameter, {
			as: 'custom, without a name',
			value: 'custom',
			fails: /'Custom Event Type' is empty/,
		}),
		operationRow(base, custom, {
			value: 'session/end now',
			beside: { eventType: 'custom' },
			...about('session/end now'),
		}),
	];
};

function inside(sent: Sent, change: (line: string) => string): Sent {
	return typeof sent === 'string' ? change(sent) : [change(sent[0]), sent[1]];
}

const apart: Json = {
	eventType: '={{ ["agent.message", "agent.wakeup", "on_wakeup_ready"][$json.n - 1] }}',
};

export const webhookOperations: Operation[] = [
	getMany,
	registering,
	deleting,
	rotating,
	attempting,
];

export const webhookRows: Row[] = [
	...scopeRows(getMany),
	...concurrencyRows(getMany, { scope: 'project', projectId: '={{ "project-" + $json.n }}' }),

	...[registering, deleting, rotating, attempting].flatMap((base) => [
		...scopeRows(base),
		...eventRows(base),
	]),
	...[registering, deleting, rotating].flatMap((base) => concurrencyRows(base, apart)),
	...concurrencyRows({ ...attempting, before: undefined }, apart),

	...operationRows(registering, {
		webhookUrl: [
			{
				value: 'http://127.0.0.1:5678/hook?a=b',
				sends: [['PUT /webhooks/agent.message', { webhook_url: 'http://127.0.0.1:5678/hook?a=b' }]],
				gives: [{ webhook_url: 'http://127.0.0.1:5678/hook?a=b' }],
			},
			{
				as: 'not an address',
				value: 'example.com/hook',
				fails: /'Webhook URL' is not a web address/,
			},
		],
		authHeader: [
			{
				value: 'Bearer mine',
				sends: [['PUT /webhooks/agent.message', { webhook_url: URL, auth_header: 'Bearer mine' }]],
			},
		],
	}),

	...operationRows(attempting, {
		returnAll: [
			{ value: false },
			{ value: true, sends: ['GET /webhooks/agent.message/attempts?page_size=500'] },
		],
		limit: [
			{
				value: 1,
				sends: ['GET /webhooks/agent.message/attempts?page_size=1'],
				gives: [{ status: 'failed' }],
			},
			{ value: 0, fails: /'Limit' .*1 or more/ },
		],
		status: ['failed', 'retrying', 'success'].map((value) => ({
			value,
			sends: ['GET /webhooks/agent.message/attempts?page_size=500'],
			gives: [{ attempt_id: value }],
		})),
	}),
];
