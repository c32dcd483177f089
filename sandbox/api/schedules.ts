import { randomUUID } from 'node:crypto';
import type { Platform } from '../platform/platform';
import { describeCadence, localTime, nextFires, RecurrenceError } from '../platform/recurrence';
import { dropSchedule, planSchedule } from '../platform/recurring';
import type { Recurrence, Schedule } from '../platform/state';
import { agentOf, moment, type Call, type Operations } from './operation';
import { orNull } from './pagination';
import { notFound, unacceptable } from '../http/problem';

interface CreateBody extends Recurrence {
	intent: string;
	check_type: string;
	inventory_item_id?: string;
	metadata?: unknown;
}

type PatchBody = Partial<Omit<CreateBody, 'inventory_item_id'>> & { enabled?: boolean };

export function scheduleOperations(platform: Platform): Operations {
	const ofUser = (call: Call): Schedule[] => {
		const { agent_id } = agentOf(platform, call);
		const { userId } = call.params;
		return platform.state.schedules.filter(
			(schedule) => schedule.agent_id === agent_id && schedule.user_id === userId,
		);
	};
	const find = (call: Call): Schedule | undefined =>
		ofUser(call).find(({ schedule_id }) => schedule_id === call.params.scheduleId);
	const mustFind = (call: Call): Schedule => {
		const schedule = find(call);
		if (!schedule) throw notFound('schedule');
		return schedule;
	};

	return {
		createSchedule(call) {
			const { agent_id } = agentOf(platform, call);
			const body = call.body as CreateBody;
			const now = platform.clock.now();
			const schedule: Schedule = {
				...body,
				...checkRecurrence(body, now),
				schedule_id: randomUUID(),
				agent_id,
				user_id: call.params.userId,
				enabled: true,
				created_at: now.toISOString(),
				updated_at: now.toISOString(),
			};
			platform.state.schedules.push(schedule);
			platform.meet(agent_id, schedule.user_id);
			planSchedule(platform, schedule);
			const { schedule_id, enabled, next_fire_at = '' } = schedule;
			platform.log(`schedule ${schedule_id} created, fires next at ${next_fire_at}`);
			const { timezone } = describeCadence(schedule.cadence);
			return {
				schedule_id,
				next_fire_at,
				next_fire_at_local: localTime(new Date(next_fire_at), timezone),
				enabled,
			};
		},

		listSchedules(call) {
			return { schedules: orNull(ofUser(call).map(toDto)) };
		},

		getSchedule(call) {
			return toDto(mustFind(call));
		},

		patchSchedule(call) {
			const schedule = mustFind(call);
			const patched = { ...schedule, ...(call.body as PatchBody) };
			Object.assign(schedule, patched, checkRecurrence(patched, platform.clock.now()));
			schedule.updated_at = platform.timestamp();
			planSchedule(platform, schedule);
			return toDto(schedule);
		},

		/** Deleting a schedule that is not there succeeds: the contract has no 404 here. */
		deleteSchedule(call) {
			const schedule = find(call);
			if (schedule) dropSchedule(platform, schedule);
			return undefined;
		},

		upcomingSchedule(call) {
			const { limit } = call.query as { limit: number };
			const fires = nextFires(mustFind(call), platform.clock.now(), limit);
			return { upcoming: orNull(fires.map((fire) => fire.toISOString())) };
		},
	};
}

/** @throws {Problem} 422 when it can't be understood or would never fire */
function checkRecurrence(recurrence: Recurrence, now: Date): Recurrence {
	const { cadence, active_window, starts_at, ends_at } = recurrence;
	const checked: Recurrence = {
		cadence,
		active_window: active_window ?? undefined,
		starts_at: starts_at ? moment('body.starts_at', starts_at) : undefined,
		ends_at: ends_at ? moment('body.ends_at', ends_at) : undefined,
	};
	try {
		if (nextFires(checked, now, 1).length > 0) return checked;
	} catch (error) {
		if (!(error instanceof RecurrenceError)) throw error;
		throw unacceptable(`body.${error.property}`, error.message, error.value);
	}
	throw unacceptable('body.cadence', 'would never fire', cadence);
}

function toDto(schedule: Schedule): object {
	const { schedule_id, cadence, active_window, metadata } = schedule;
	return {
		schedule_id,
		...describeCadence(cadence),
		cadence: JSON.stringify(cadence),
		active_window: JSON.stringify(active_window),
		starts_at: schedule.starts_at,
		ends_at: schedule.ends_at,
		next_fire_at: schedule.next_fire_at ?? '',
		intent: schedule.intent,
		check_type: schedule.check_type,
		inventory_item_id: schedule.inventory_item_id,
		metadata: JSON.stringify(metadata),
		enabled: schedule.enabled,
		created_at: schedule.created_at,
		updated_at: schedule.updated_at,
	};
}
