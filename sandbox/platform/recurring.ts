import type { Platform } from './platform';
import { compose, envelope, notify, publish } from './reachOut';
import { nextFires } from './recurrence';
import type { Schedule } from './state';

/** Works out when the schedule fires next, and makes it fire then. */
export function planSchedule(platform: Platform, schedule: Schedule): void {
	const [next] = nextFires(schedule, platform.clock.now(), 1);
	if (next) schedule.next_fire_at = next.toISOString();
	else delete schedule.next_fire_at;
	armSchedule(platform, schedule);
}

/** Makes the schedule fire at its `next_fire_at`, if it is enabled. */
export function armSchedule(platform: Platform, schedule: Schedule): void {
	const key = `schedule ${schedule.schedule_id}`;
	platform.clock.cancel(key);
	if (!schedule.enabled || !schedule.next_fire_at) return;
	platform.clock.set(key, Date.parse(schedule.next_fire_at), () => fire(platform, schedule));
}

/** Ends the schedule. */
export function dropSchedule(platform: Platform, schedule: Schedule): void {
	platform.clock.cancel(`schedule ${schedule.schedule_id}`);
	platform.state.schedules = platform.state.schedules.filter((other) => other !== schedule);
}

async function fire(platform: Platform, schedule: Schedule): Promise<void> {
	const at = platform.timestamp();
	planSchedule(platform, schedule);
	const message = compose(platform, schedule);
	const { message_id } = notify(platform, schedule, message);
	platform.log(`schedule ${schedule.schedule_id} fired`);

	const { schedule_id, check_type, intent, metadata } = schedule;
	const said = { message_id, schedule_id, check_type, intent, generated_message: message };
	const due = 'on_recurring_event_due';
	await Promise.all([
		publish(platform, due, schedule, envelope(due, schedule, at, { ...said, metadata })),
		platform.deliveries.emit('agent.message', envelope('agent.message', schedule, at, said)),
	]);
	platform.changed();
}
