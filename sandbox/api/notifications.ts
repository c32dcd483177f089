import type { Platform } from '../platform/platform';
import type { ProactiveNotification } from '../platform/state';
import { agentOf, type Operations } from './operation';
import { orNull } from './pagination';
import { notFound } from '../http/problem';

interface ListQuery {
	status?: string;
	user_id?: string;
	limit: number;
}

export function notificationOperations(platform: Platform): Operations {
	const ofAgent = (agentId: string): ProactiveNotification[] =>
		platform.state.notifications.filter(({ agent_id }) => agent_id === agentId);

	return {
		/** Oldest first, so that whoever consumes what it gets sees all of them. */
		listNotifications(call) {
			const { agent_id } = agentOf(platform, call);
			const { status = 'pending', user_id, limit } = call.query as ListQuery;
			const notifications = ofAgent(agent_id)
				.filter((notification) => notification.status === status)
				.filter((notification) => !user_id || notification.user_id === user_id);
			return { notifications: orNull(notifications.slice(0, limit)) };
		},

		getNotificationHistory(call) {
			const { agent_id } = agentOf(platform, call);
			const { limit } = call.query as ListQuery;
			return { notifications: orNull(ofAgent(agent_id).reverse().slice(0, limit)) };
		},

		consumeNotification(call) {
			const { agent_id } = agentOf(platform, call);
			const notification = ofAgent(agent_id).find(
				({ message_id }) => message_id === call.params.messageId,
			);
			if (!notification) throw notFound('notification');
			if (notification.status !== 'consumed') {
				notification.status = 'consumed';
				notification.consumed_at = platform.timestamp();
			}
			return { success: true };
		},
	};
}
