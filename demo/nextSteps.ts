import { eventOptions } from '../nodes/Sonzai/events/catalogue';
import type { PreparedN8n } from './prepare';

/** The events that the local Sonzai API sends at each wakeup. */
const SENT_AT_WAKEUP = ['on_wakeup_ready', 'agent.message', 'agent.wakeup'];

const quotedNames = (events: readonly string[]) =>
	events
		.map((event) => `"${eventOptions.find(({ value }) => value === event)?.name ?? event}"`)
		.join(', ');

function describeEvents(taken: readonly string[]): string[] {
	const free = SENT_AT_WAKEUP.filter((event) => !taken.includes(event));
	return [
		...(taken.length === 0
			? []
			: ['Sonzai keeps one webhook for each event.', `Taken already: ${quotedNames(taken)}.`]),
		...(free.length === 0 ? [] : [`Free, and sent at each wakeup: ${quotedNames(free)}.`]),
	];
}

/**
 * What a newcomer can do with the demo once its story is over, in lines for a terminal.
 *
 * @param taken the event types whose webhook is registered already, by whomever
 * @param controlUrl where the local Sonzai API is told what happens
 */
export function nextSteps(
	{ session: { url }, scheduleCheckIn, answerAgent }: PreparedN8n,
	taken: readonly string[],
	controlUrl: string,
): string[] {
	return [
		'What to try next:',
		`  1. Let the agent reach out again: press "Execute workflow" in`,
		`     "${scheduleCheckIn.name}": ${url}/workflow/${scheduleCheckIn.id}`,
		`  2. Put a step of your own between the last two, then publish, in`,
		`     "${answerAgent.name}": ${url}/workflow/${answerAgent.id}`,
		`  3. Build a workflow: add a first step, and search for "sonzai".`,
		`     ${url}/workflow/new`,
		...describeEvents(taken).map((line) => `     ${line}`),
		'  4. Send any other event yourself: docs/sandbox.md shows how, with',
		`     CONTROL=${controlUrl}`,
	];
}
