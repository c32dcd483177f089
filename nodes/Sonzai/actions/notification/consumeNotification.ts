import type { ApiRequest } from '../../api/client';
import { path } from '../../api/path';

/** The request that marks a notification as consumed; carrying it out twice does no harm. */
export function consumeNotification(agent: string, notificationId: string): ApiRequest {
	return { method: 'POST', path: path`/agents/${agent}/notifications/${notificationId}/consume` };
}
