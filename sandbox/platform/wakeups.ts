import type { Platform } from './platform';
import { compose, envelope, notify, publish } from './reachOut';
import type { Wakeup } from './state';

/** Makes the wakeup fire at its time. */
export function armWakeup(platform: Platform, wakeup: Wakeup): void {
	platform.clock.set(`wakeup ${wakeup.wakeup_id}`, Date.parse(wakeup.scheduled_at), () =>
		fire(platform, wakeup),
	);
}

async function fire(platform: Platform, wakeup: Wakeup): Promise<void> {
	wakeup.status = 'executed';
	wakeup.executed_at = platform.timestamp();
	const message = compose(platform, wakeup);
	const { message_id } = notify(platform, wakeup, message);
	platform.log(`wakeup ${wakeup.wakeup_id} fired`);

	const { check_type, intent, wakeup_id } = wakeup;
	const ready = {
		wakeup: { ...wakeup },
		memory_context: { summary: '', facts: [] },
		has_energy: true,
		generated_message: message,
	};
	const say = { message_id, wakeup_id, check_type, intent, generated_message: message };
	const at = wakeup.executed_at;
	await Promise.all([
		publish(platform, 'on_wakeup_ready', wakeup, ready),
		platform.deliveries.emit(
			'agent.wakeup',
			envelope('agent.wakeup', wakeup, at, { ...wakeup, generated_message: message }),
		),
		platform.deliveries.emit('agent.message', envelope('agent.message', wakeup, at, say)),
	]);
	platform.changed();
}
