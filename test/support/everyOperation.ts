import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { agentById, any, containing } from './actionRun';

/** What the input items name, so that no two of them ask the same. */
export interface OperationInput extends IDataObject {
	name: string;
	agent: string;
	user: string;
	event: string;
	message: string;
	schedule: string;
	notification: string;
	project: string;
}

/** One operation: its parameters, what each item sends, and what it gives. */
export interface OperationCase {
	readonly parameters: INodeParameters;
	readonly line: (input: OperationInput) => string;
	readonly body?: (input: OperationInput) => object;
	readonly gives: (input: OperationInput) => object;
	/** Whether the last item shares the answer of the first. */
	readonly shared?: true;
}

/** Fields whose values the input items give. */
export const agentId = agentById('={{ $json.agent }}');
export const userId = '={{ $json.user }}';
export const event = { eventType: '={{ $json.event }}' };
const projectId = '={{ $json.project }}';
const scheduleId = '={{ $json.schedule }}';
export const cadence = { context: 'Pills', cadence: 'daily', times: '09:00' };

const ofAgent = ({ agent }: OperationInput) => `/agents/${agent}`;
const ofUser = (input: OperationInput) => `${ofAgent(input)}/users/${input.user}/schedules`;
const ofSchedule = (input: OperationInput) => `${ofUser(input)}/${input.schedule}`;
const ofEvent = ({ event }: OperationInput) => `/webhooks/${event}`;
const ofProject = ({ project }: OperationInput) => `/projects/${project}/notifications`;

/** Every operation of the node, by its resource and name. */
export const EVERY_OPERATION: Record<string, OperationCase> = {
	'agent: get': {
		parameters: { agentId },
		line: (input) => `GET ${ofAgent(input)}`,
		gives: ({ agent }) => ({ agent_id: agent }),
	},
	'agent: getMany': {
		parameters: { filters: { search: '={{ $json.name }}' }, limit: 1 },
		line: ({ name }) => `GET /agents?search=${name}&page_size=1`,
		gives: ({ agent }) => ({ agent_id: agent }),
	},
	'agent: triggerEvent': {
		parameters: { agentId, userId, eventType: 'birthday' },
		line: (input) => `POST ${ofAgent(input)}/events`,
		body: ({ user }) => ({ user_id: user }),
		gives: () => ({ accepted: true }),
	},
	'notification: getMany': {
		parameters: { agentId },
		line: (input) => `GET ${ofAgent(input)}/notifications?status=pending&limit=50`,
		gives: ({ message }) => ({ message_id: message, status: 'pending' }),
	},
	'notification: consume': {
		parameters: { agentId, notificationId: '={{ $json.message }}' },
		line: (input) => `POST ${ofAgent(input)}/notifications/${input.message}/consume`,
		gives: ({ message }) => ({ message_id: message, status: 'consumed' }),
	},
	'notification: getHistory': {
		parameters: { agentId },
		line: (input) => `GET ${ofAgent(input)}/notifications/history?limit=50`,
		gives: ({ message }) => ({ message_id: message }),
	},
	'projectNotification: getMany': {
		parameters: { projectId, filters: { agentId } },
		line: (input) => `GET ${ofProject(input)}?agent_id=${input.agent}&limit=50`,
		gives: ({ notification }) => ({ notification_id: notification }),
	},
	'projectNotification: acknowledge': {
		parameters: { projectId, notificationIds: '={{ $json.notification }}' },
		line: (input) => `POST ${ofProject(input)}/acknowledge`,
		body: ({ notification }) => ({ notification_ids: [notification] }),
		gives: ({ notification }) => ({ notification_ids: [notification] }),
	},
	'projectNotification: acknowledgeAll': {
		parameters: { projectId, filters: { agentId } },
		line: (input) => `POST ${ofProject(input)}/acknowledge-all?agent_id=${input.agent}`,
		gives: () => ({ acknowledged: 1 }),
	},
	'schedule: create': {
		parameters: { agentId, userId, ...cadence },
		line: (input) => `POST ${ofUser(input)}`,
		gives: () => ({ schedule_id: any(String) }),
	},
	'schedule: get': {
		parameters: { agentId, userId, scheduleId },
		line: (input) => `GET ${ofSchedule(input)}`,
		gives: ({ schedule }) => ({ schedule_id: schedule }),
	},
	'schedule: getMany': {
		parameters: { agentId, userId },
		line: (input) => `GET ${ofUser(input)}`,
		gives: ({ schedule }) => ({ schedule_id: schedule }),
	},
	'schedule: update': {
		parameters: { agentId, userId, scheduleId, updateFields: { context: userId } },
		line: (input) => `PATCH ${ofSchedule(input)}`,
		body: ({ user }) => ({ intent: user }),
		gives: ({ schedule, user }) => ({ schedule_id: schedule, intent: user }),
	},
	'schedule: delete': {
		parameters: { agentId, userId, scheduleId },
		line: (input) => `DELETE ${ofSchedule(input)}`,
		gives: () => ({ deleted: true }),
	},
	'schedule: getUpcoming': {
		parameters: { agentId, userId, scheduleId, limit: 1 },
		line: (input) => `GET ${ofSchedule(input)}/upcoming?limit=1`,
		gives: () => ({ fires_at: containing('T09:00:00') }),
	},
	'wakeup: schedule': {
		parameters: { agentId, userId, context: 'Ask', timing: 'delay', delay: 1 },
		line: (input) => `POST ${ofAgent(input)}/wakeups`,
		body: ({ user }) => ({ user_id: user }),
		gives: () => ({ wakeup_id: any(String) }),
	},
	'wakeup: getMany': {
		parameters: { agentId },
		line: (input) => `GET ${ofAgent(input)}/wakeups?limit=50`,
		gives: ({ user }) => ({ user_id: user }),
	},
	'webhook: register': {
		parameters: { ...event, webhookUrl: '=https://{{ $json.user }}.example/' },
		line: (input) => `PUT ${ofEvent(input)}`,
		gives: ({ event }) => ({ event_type: event, success: true }),
	},
	'webhook: getMany': {
		parameters: { scope: 'project', projectId },
		line: ({ project }) => `GET /projects/${project}/webhooks`,
		gives: () => ({ event_type: any(String) }),
		shared: true,
	},
	'webhook: delete': {
		parameters: event,
		line: (input) => `DELETE ${ofEvent(input)}`,
		gives: () => ({ deleted: true }),
	},
	'webhook: rotateSecret': {
		parameters: event,
		line: (input) => `POST ${ofEvent(input)}/rotate-secret`,
		gives: ({ event }) => ({ event_type: event, signing_secret: containing('whsec_') }),
	},
	'webhook: getDeliveryAttempts': {
		parameters: event,
		line: (input) => `GET ${ofEvent(input)}/attempts?page_size=50`,
		gives: ({ event }) => ({ event_type: event, payload: { event_type: event } }),
	},
};
