import { randomUUID } from 'node:crypto';
import type { Platform } from '../platform/platform';
import type { Wakeup } from '../platform/state';
import { armWakeup } from '../platform/wakeups';
import { agentOf, moment, type Operations } from './operation';
import { orNull } from './pagination';
import { unacceptable } from '../http/problem';

interface ScheduleBody {
	user_id: string;
	check_type: string;
	intent: string;
	delay_hours: number;
	scheduled_at?: string;
	occasion?: string;
	interest_topic?: string;
	event_description?: string;
}

const HOUR_MS = 3_600_000;

export function wakeupOperations(platform: Platform): Operations {
	return {
		scheduleWakeup(call) {
			const { agent_id } = agentOf(platform, call);
			const { delay_hours, scheduled_at, ...about } = call.body as ScheduleBody;
			const wakeup: Wakeup = {
				wakeup_id: randomUUID(),
				agent_id,
				...about,
				scheduled_at: scheduled_at
					? moment('body.scheduled_at', scheduled_at)
					: hoursFrom(platform.clock.now(), delay_hours),
				status: 'pending',
				created_at: platform.timestamp(),
			};
			platform.state.wakeups.push(wakeup);
			platform.meet(agent_id, wakeup.user_id);
			platform.log(`wakeup ${wakeup.wakeup_id} scheduled for ${wakeup.scheduled_at}`);
			armWakeup(platform, wakeup);
			return { wakeup_id: wakeup.wakeup_id, scheduled_at: wakeup.scheduled_at };
		},

		/** Newest first. */
		listWakeups(call) {
			const { agent_id } = agentOf(platform, call);
			const { status, limit } = call.query as { status?: string; limit: number };
			const wakeups = platform.state.wakeups
				.filter((wakeup) => wakeup.agent_id === agent_id)
				.filter((wakeup) => !status || wakeup.status === status)
				.reverse();
			return { wakeups: orNull(wakeups.slice(0, limit)) };
		},
	};
}

function hoursFrom(now: Date, hours: number): string {
	const at = new Date(now.getTime() + hours * HOUR_MS);
	if (hours < 0 || Number.isNaN(at.getTime())) {
		throw unacceptable('body.delay_hours', 'must be a delay in hours from now on', hours);
	}
	return at.toISOString();
}
