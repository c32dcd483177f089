import type { Platform } from '../platform/platform';
import type { ProjectNotification } from '../platform/state';
import { checkProject, type Operations } from './operation';
import { orNull } from './pagination';

interface Filters {
	agent_id?: string;
	event_type?: string;
}

export function projectNotificationOperations(platform: Platform): Operations {
	const pending = ({ agent_id, event_type }: Filters): ProjectNotification[] =>
		platform.state.project_notifications
			.filter(({ status }) => status === 'pending')
			.filter((notification) => !agent_id || notification.agent_id === agent_id)
			.filter((notification) => !event_type || notification.event_type === event_type);

	const acknowledge = (notifications: ProjectNotification[]) => {
		for (const notification of notifications) {
			notification.status = 'acknowledged';
			notification.acknowledged_at = platform.timestamp();
		}
		return { acknowledged: notifications.length };
	};

	return {
		listProjectNotifications(call) {
			checkProject(platform, call);
			const { limit, ...filters } = call.query as Filters & { limit: number };
			const notifications = pending(filters).slice(0, limit);
			return { notifications: orNull(notifications), count: notifications.length };
		},

		acknowledgeProjectNotifications(call) {
			checkProject(platform, call);
			const { notification_ids } = call.body as { notification_ids: string[] | null };
			const ids = new Set(notification_ids);
			return acknowledge(pending({}).filter(({ notification_id }) => ids.has(notification_id)));
		},

		acknowledgeAllProjectNotifications(call) {
			checkProject(platform, call);
			return acknowledge(pending(call.query));
		},
	};
}
