import type { Platform } from './platform';
import { armSchedule } from './recurring';
import { armWakeup } from './wakeups';

/** Takes up what the platform's state says is still to come, as after a restart. */
export function resume(platform: Platform): void {
	for (const wakeup of platform.state.wakeups) {
		if (wakeup.status === 'pending') armWakeup(platform, wakeup);
	}
	for (const schedule of platform.state.schedules) armSchedule(platform, schedule);
	for (const delivery of platform.state.deliveries) platform.deliveries.arm(delivery);
}
