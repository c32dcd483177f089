import { randomUUID } from 'node:crypto';
import type { Platform } from './platform';
import type { ProactiveNotification } from './state';

export interface ReachOut {
	agent_id: string;
	user_id: string;
	check_type: string;
	intent: string;
	wakeup_id?: string;
}

/** The message that an agent would have written; always the same for the same intent. */
export function compose(platform: Platform, { agent_id, intent }: ReachOut): string {
	const name = platform.findAgent(agent_id)?.name ?? 'your agent';
	return `Hi, this is ${name}. ${intent}`;
}

/** Puts the agent's message among its notifications, for those who poll. */
export function notify(
	platform: Platform,
	{ agent_id, user_id, check_type, intent, wakeup_id }: ReachOut,
	message: string,
): ProactiveNotification {
	const notification: ProactiveNotification = {
		message_id: randomUUID(),
		agent_id,
		user_id,
		check_type,
		generated_message: message,
		intent,
		...(wakeup_id && { wakeup_id }),
		status: 'pending',
		created_at: platform.timestamp(),
	};
	platform.state.notifications.push(notification);
	return notification;
}

/** Puts an event into the project's queue and sends it to its webhook. */
export async function publish(
	platform: Platform,
	eventType: string,
	{ agent_id, user_id }: ReachOut,
	payload: unknown,
): Promise<void> {
	platform.state.project_notifications.push({
		notification_id: randomUUID(),
		project_id: platform.state.project_id,
		agent_id,
		user_id,
		event_type: eventType,
		payload,
		status: 'pending',
		created_at: platform.timestamp(),
	});
	await platform.deliveries.emit(eventType, payload);
}

/** The form of the events that name their type; `on_wakeup_ready` does not. */
export function envelope(
	eventType: string,
	{ agent_id, user_id }: ReachOut,
	timestamp: string,
	data: object,
): object {
	return { event_type: eventType, agent_id, user_id, timestamp, data };
}
