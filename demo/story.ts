import type { Sandbox } from '../sandbox';
import { notificationStatus } from './localPlatform';
import {
	finishedExecution,
	listExecutions,
	nextExecution,
	type Execution,
} from '../harness/n8n/executions';
import { runWorkflow, type Workflow } from '../harness/n8n/workflows';
import type { PreparedN8n } from './prepare';

const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
const RUN_TIMEOUT_MS = 60_000;
const WAKEUP_TIMEOUT_MS = 60_000;

export interface StoryOptions {
	/** Told a line for each thing that happened. */
	say: (line: string) => void;
	signal?: AbortSignal;
}

/** The story came to a point where it cannot go on; the message says where and what to look at. */
export class StoryInterrupted extends Error {
	override readonly name = 'StoryInterrupted';
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

const linkTo = (url: string, workflow: Workflow, execution: { id: string }) =>
	`${url}/workflow/${workflow.id}/executions/${execution.id}`;

/** What the node with that operation put out; the user may have given it another name. */
function itemsOf(execution: Execution, workflow: Workflow, operation: string) {
	const node = workflow.nodes.find(({ parameters }) => parameters.operation === operation);
	return (node && execution.items[node.name]) ?? [];
}

function assertPlayable({ scheduleCheckIn, answerAgent }: PreparedN8n): void {
	for (const workflow of [scheduleCheckIn, answerAgent]) {
		if (workflow.isArchived) {
			throw new StoryInterrupted(
				`You have archived "${workflow.name}". Unarchive it in n8n to see the story again.`,
			);
		}
	}
}

function assertSucceeded(url: string, workflow: Workflow, execution: Execution | undefined) {
	if (execution?.status === 'success') return execution;
	throw new StoryInterrupted(
		execution === undefined
			? `"${workflow.name}" is still running after a minute. Look at it in n8n: ${url}/workflow/${workflow.id}`
			: `"${workflow.name}" ended with an error: ${execution.error ?? execution.status}\n  Look at it in n8n: ${linkTo(url, workflow, execution)}`,
	);
}

/**
 * Lets an agent act, and tells what n8n has recorded of it: a workflow schedules a wakeup, it
 * fires, its webhook starts the other workflow, and that one consumes the notification.
 *
 * @throws StoryInterrupted when a step does not happen
 */
export async function playStory(
	n8n: PreparedN8n,
	sandbox: Sandbox,
	{ say, signal }: StoryOptions,
): Promise<void> {
	assertPlayable(n8n);
	const { session, scheduleCheckIn, answerAgent } = n8n;
	const { url } = session;
	const start = scheduleCheckIn.nodes.find(({ type }) => type === MANUAL_TRIGGER);
	if (start === undefined) {
		throw new StoryInterrupted(
			`"${scheduleCheckIn.name}" has no step any more that starts it by hand, so the demo cannot run it.`,
		);
	}
	const newestBefore = (await listExecutions(session, answerAgent.id))[0]?.id ?? '0';

	const scheduledId = await runWorkflow(session, scheduleCheckIn.id, start.name);
	const scheduled = assertSucceeded(
		url,
		scheduleCheckIn,
		await finishedExecution(session, scheduledId, RUN_TIMEOUT_MS, signal),
	);
	const wakeup = itemsOf(scheduled, scheduleCheckIn, 'schedule')[0];
	const wakesAt = new Date(text(wakeup?.scheduled_at));
	say(
		`n8n ran "${scheduleCheckIn.name}" (execution ${scheduled.id}): the agent is to wake up${Number.isNaN(wakesAt.getTime()) ? '' : ` at ${wakesAt.toLocaleTimeString('en-GB')}`}.`,
	);

	const started = await nextExecution(
		session,
		answerAgent.id,
		newestBefore,
		WAKEUP_TIMEOUT_MS,
		signal,
	);
	if (started === undefined) {
		throw new StoryInterrupted(
			`"${answerAgent.name}" was not started within a minute. Is it published? ${url}/workflow/${answerAgent.id}`,
		);
	}
	say(
		`The agent woke up. Its signed webhook started "${answerAgent.name}" (execution ${started.id}).`,
	);

	const answered = assertSucceeded(
		url,
		answerAgent,
		await finishedExecution(session, started.id, RUN_TIMEOUT_MS, signal),
	);
	const messages = itemsOf(answered, answerAgent, 'getMany');
	for (const message of messages) {
		const status = await notificationStatus(
			sandbox,
			text(message.agent_id),
			text(message.message_id),
		);
		say(`The agent's message was: "${text(message.generated_message)}"`);
		say(`n8n marked it as handled. The Sonzai API now calls it "${status ?? 'unknown'}".`);
	}
	if (messages.length === 0) say('There was no message that still waited for an answer.');
	say(`See for yourself: ${linkTo(url, answerAgent, answered)}`);
}
