import { InvalidInput } from '../errors/invalidInput';
import { instant } from './instant';
import { finiteNumber } from './number';

/** Minutes in each unit that a delay can be given in. */
export const MINUTES_PER_UNIT = { minutes: 1, hours: 60, days: 24 * 60 } as const;

export type DelayUnit = keyof typeof MINUTES_PER_UNIT;

/** When a wakeup fires, as the API says it: `scheduled_at` overrides `delay_hours` when set. */
export interface WakeupTime {
	/** Whole hours, at least 0. */
	readonly delay_hours: number;
	/** RFC 3339, in UTC. */
	readonly scheduled_at?: string;
}

const HOUR_MS = 3_600_000;

/** @throws InvalidInput when it is empty, not a date, or earlier than now */
export function futureTime(value: unknown, label: string, timezone: string, now: Date): WakeupTime {
	const time = instant(value, label, timezone);
	if (time.getTime() < now.getTime()) {
		throw new InvalidInput(
			`'${label}' is in the past: ${time.toISOString()}`,
			`It is ${now.toISOString()} now. A date without an offset is in the workflow's timezone, ${timezone}.`,
		);
	}
	return absolute(time, now);
}

/**
 * Turns a delay into the API's whole hours, and into an absolute time where whole hours can't say it.
 *
 * @param amount zero or more of the unit
 * @throws InvalidInput for a negative or endless delay
 */
export function delayTime(amount: unknown, unit: DelayUnit, label: string, now: Date): WakeupTime {
	const number = finiteNumber(amount, label);
	const minutes = number * MINUTES_PER_UNIT[unit];
	const time = new Date(now.getTime() + minutes * 60_000);
	if (number < 0) {
		throw new InvalidInput(
			`'${label}' is ${number} ${unit}, but must not be negative`,
			'Enter 0 or more. For a point in time, choose At a Date and Time instead.',
		);
	}
	if (Number.isNaN(time.getTime())) {
		throw new InvalidInput(
			`'${label}' is ${number} ${unit}, which is too far ahead`,
			'Enter a shorter delay.',
		);
	}
	if (Number.isInteger(minutes / 60)) return { delay_hours: minutes / 60 };
	return absolute(time, now);
}

function absolute(time: Date, now: Date): WakeupTime {
	return {
		delay_hours: Math.ceil((time.getTime() - now.getTime()) / HOUR_MS),
		scheduled_at: time.toISOString(),
	};
}
