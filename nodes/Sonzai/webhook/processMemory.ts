import { BoundedMap } from './boundedMap';
import { LatestEvents } from './latestEvents';
import { Renewals } from './renewals';
import { SigningSecrets } from './signingSecrets';

/**
 * What the trigger knows as long as its process runs, beside what n8n's database keeps. Nodes are
 * told apart by their identity, so that a rename changes nothing.
 */
export class ProcessMemory {
	readonly secrets = new SigningSecrets();
	readonly renewals = new Renewals();
	readonly latestEvents = new LatestEvents();
	/** Nodes whose publishing has just failed: n8n cleans up after it. */
	readonly failedPublishes = new Set<string>();
	/** By node: why it could not judge its last delivery, as it was logged. */
	readonly troubles = new BoundedMap<string>(1_000);
}
