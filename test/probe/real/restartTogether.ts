import type { N8nUnderProbe } from '../n8nUnderProbe';

interface Party {
	readonly meanwhile?: () => void;
	readonly resume: (restarted: Promise<void>) => void;
}

/**
 * Lets several scripts restart the n8n that they share: once each of them has come to it.
 *
 * @param act restarts n8n, and calls `meanwhile` while it is stopped
 */
export function restartTogether(
	parties: number,
	act: (how: 'in order' | 'crash', meanwhile: () => void) => Promise<void>,
): N8nUnderProbe['restart'] {
	let waiting: Party[] = [];
	return async (how, meanwhile) => {
		await new Promise<void>((resume) => {
			waiting.push({ meanwhile, resume });
			if (waiting.length < parties) return;
			const all = waiting;
			waiting = [];
			const restarted = act(how, () => all.forEach((party) => party.meanwhile?.()));
			all.forEach((party) => party.resume(restarted));
		});
	};
}
