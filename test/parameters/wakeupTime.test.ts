import fc from 'fast-check';
import { delayTime, futureTime } from '../../nodes/Sonzai/parameters/wakeupTime';

const NOW = new Date('2026-01-01T00:00:00Z');

it('takes this very moment, and refuses the one before', () => {
	expect(futureTime(NOW.toISOString(), 'When', 'UTC', NOW).delay_hours).toBe(0);
	expect(() => futureTime(new Date(NOW.getTime() - 1), 'When', 'UTC', NOW)).toThrow('in the past');
});

it('says a date in whole hours, not less than what is left, and as the instant', () => {
	expect(futureTime('2026-01-01T10:30', 'When', 'Europe/Berlin', NOW)).toEqual({
		delay_hours: 10,
		scheduled_at: '2026-01-01T09:30:00.000Z',
	});
});

it('says a delay in whole hours, or as the instant that it leads to', () => {
	const units = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
	const unit = fc.constantFrom<keyof typeof units>('minutes', 'hours', 'days');
	fc.assert(
		fc.property(fc.nat(10_000), unit, (amount, of) => {
			const { delay_hours, scheduled_at } = delayTime(amount, of, 'Delay', NOW);
			const ms = amount * units[of];
			expect(delay_hours).toBe(Math.ceil(ms / 3_600_000));
			const at = scheduled_at === undefined ? undefined : Date.parse(scheduled_at);
			expect(at).toBe(ms % 3_600_000 === 0 ? undefined : NOW.getTime() + ms);
		}),
	);
});
