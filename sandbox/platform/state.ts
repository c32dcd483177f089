/** An entry of `GET /agents` with what `GET /agents/{agentId}` adds. */
export interface Agent {
	agent_id: string;
	tenant_id: string;
	project_id: string;
	owner_user_id: string;
	name: string;
	bio: string;
	instance_count: number;
	is_active: boolean;
	proactive_mode: string;
	created_at: string;
}

/** Somebody an agent has had to do with. */
export interface User {
	agent_id: string;
	user_id: string;
	created_at: string;
}

export interface Webhook {
	event_type: string;
	webhook_url: string;
	auth_header?: string;
	signing_secret: string;
	/** The secret before the last rotation, which signs along until then. */
	previous_secret?: { signing_secret: string; valid_until: string };
	created_at: string;
	updated_at: string;
}

export interface Wakeup {
	wakeup_id: string;
	agent_id: string;
	user_id: string;
	check_type: string;
	intent: string;
	occasion?: string;
	interest_topic?: string;
	event_description?: string;
	scheduled_at: string;
	executed_at?: string;
	status: 'pending' | 'executed';
	created_at: string;
}

export interface ProactiveNotification {
	message_id: string;
	agent_id: string;
	user_id: string;
	check_type: string;
	generated_message: string;
	intent?: string;
	wakeup_id?: string;
	status: string;
	created_at: string;
	consumed_at?: string;
}

export interface ProjectNotification {
	notification_id: string;
	project_id: string;
	agent_id: string;
	user_id: string;
	event_type: string;
	payload: unknown;
	status: 'pending' | 'acknowledged';
	created_at: string;
	acknowledged_at?: string;
}

/** When a schedule fires, as its creator put it. */
export interface Recurrence {
	cadence: unknown;
	active_window?: unknown;
	starts_at?: string;
	ends_at?: string;
}

export interface Schedule extends Recurrence {
	schedule_id: string;
	agent_id: string;
	user_id: string;
	intent: string;
	check_type: string;
	inventory_item_id?: string;
	metadata?: unknown;
	enabled: boolean;
	/** Absent once nothing is left before `ends_at`. */
	next_fire_at?: string;
	created_at: string;
	updated_at: string;
}

/** An event on its way to a webhook. */
export interface Delivery {
	delivery_id: string;
	event_type: string;
	body: string;
	/** Of the attempt to come. */
	attempt_number: number;
	due_at: string;
}

/** An entry of a webhook's delivery attempts. */
export interface DeliveryAttempt {
	attempt_id: string;
	project_id: string;
	event_type: string;
	webhook_url: string;
	request_body: string;
	response_code: number;
	response_body?: string;
	error_message?: string;
	duration_ms: number;
	attempt_number: number;
	status: 'success' | 'retrying' | 'failed';
	created_at: string;
}

export interface ChatTurn {
	processing_id: string;
	agent_id: string;
	response: string;
	created_at: string;
}

/** All that the sandbox knows; plain data, so that it can be written to a file as it is. */
export interface State {
	project_id: string;
	agents: Agent[];
	users: User[];
	webhooks: Webhook[];
	wakeups: Wakeup[];
	notifications: ProactiveNotification[];
	project_notifications: ProjectNotification[];
	schedules: Schedule[];
	deliveries: Delivery[];
	attempts: DeliveryAttempt[];
	chat_turns: ChatTurn[];
}

const TENANT_ID = '6f1d1f57-0a5e-4a51-9d0b-3c1c5f0a7e10';
const PROJECT_ID = '3b0c9a52-7d1e-4f63-8a94-5e2f6c7d8b90';

const SEEDED_AGENTS = [
	{
		agent_id: '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a01',
		name: 'Luna',
		bio: 'Remembers what you told her.',
	},
	{
		agent_id: '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a02',
		name: 'Luna Moon/II',
		bio: 'Has a name that needs care in a URL.',
	},
	{
		agent_id: '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a03',
		name: 'Atlas',
		bio: 'Keeps an eye on your plans.',
	},
];

/** The state of a new sandbox: one project with three agents. */
export function seedState(now: Date): State {
	return {
		project_id: PROJECT_ID,
		agents: SEEDED_AGENTS.map((agent) => newAgent(agent, now)),
		users: [],
		webhooks: [],
		wakeups: [],
		notifications: [],
		project_notifications: [],
		schedules: [],
		deliveries: [],
		attempts: [],
		chat_turns: [],
	};
}

/** A whole agent from what matters about it. */
export function newAgent(
	agent: Pick<Agent, 'agent_id' | 'name'> & { bio?: string },
	now: Date,
): Agent {
	return {
		tenant_id: TENANT_ID,
		project_id: PROJECT_ID,
		owner_user_id: 'sandbox',
		bio: '',
		instance_count: 1,
		is_active: true,
		proactive_mode: 'enabled',
		created_at: now.toISOString(),
		...agent,
	};
}
