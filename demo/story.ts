import type { Sandbox } from '../sandbox';
import { notificationStatus } from './localPlatform';
import {
	finishedExecution,
	listExecutions,
	nextExecution,
	type Execution,
} from '../harness/n8n/executions';
import { N8nRestError, type N8nSession } from '../harness/n8n/rest';
import { runWorkflow, type Workflow } from '../harness/n8n/workflows';
import type { PreparedN8n } from './prepare';
import { fetchedMessages, mentions, scheduledWakeups } from './record';

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

const linkTo = (url: string, workflow: Workflow, execution: { id: string }) =>
	`${url}/workflow/${workflow.id}/executions/${execution.id}`;

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

async function runByHand(session: N8nSession, workflow: Workflow): Promise<string> {
	const start = workflow.nodes.find(({ type, disabled }) => type === MANUAL_TRIGGER && !disabled);
	if (start === undefined) {
		throw new StoryInterrupted(
			`"${workflow.name}" has no step any more that starts it by hand, so the demo cannot run it.`,
		);
	}
	try {
		return await runWorkflow(session, workflow.id, start.name);
	} catch (error) {
		if (!(error instanceof N8nRestError)) throw error;
		throw new StoryInterrupted(`n8n did not run "${workflow.name}": ${error.message}`);
	}
}

/** The execution that the wakeup has started, ended or not; what others have started is passed over. */
async function answerTo(
	wakeupId: string,
	{ session, answerAgent }: PreparedN8n,
	newestBefore: string,
	signal?: AbortSignal,
): Promise<{ id: string; ended?: Execution } | undefined> {
	const deadline = Date.now() + WAKEUP_TIMEOUT_MS;
	let after = newestBefore;
	for (;;) {
		const patience = deadline - Date.now();
		const started = await nextExecution(session, answerAgent.id, after, patience, signal);
		if (started === undefined) return undefined;
		const ended = await finishedExecution(session, started.id, RUN_TIMEOUT_MS, signal);
		if (ended === undefined || mentions(ended, wakeupId)) return { id: started.id, ended };
		after = started.id;
	}
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
	const newestBefore = (await listExecutions(session, answerAgent.id))[0]?.id ?? '0';

	const scheduledId = await runByHand(session, scheduleCheckIn);
	const scheduled = assertSucceeded(
		url,
		scheduleCheckIn,
		await finishedExecution(session, scheduledId, RUN_TIMEOUT_MS, signal),
	);
	const [wakeup] = scheduledWakeups(scheduled);
	if (wakeup === undefined) {
		throw new StoryInterrupted(
			`"${scheduleCheckIn.name}" ran, and scheduled no wakeup.\n  Look at it in n8n: ${linkTo(url, scheduleCheckIn, scheduled)}`,
		);
	}
	const wakesAt = new Date(wakeup.scheduled_at);
	say(
		`n8n ran "${scheduleCheckIn.name}" (execution ${scheduled.id}): the agent is to wake up at ${wakesAt.toLocaleTimeString('en-GB')}.`,
	);
	if (wakesAt.getTime() - Date.now() > WAKEUP_TIMEOUT_MS) {
		throw new StoryInterrupted(
			`That is later than the demo waits. "${answerAgent.name}" starts then, if it is published.`,
		);
	}

	const answer = await answerTo(wakeup.wakeup_id, n8n, newestBefore, signal);
	if (answer === undefined) {
		throw new StoryInterrupted(
			`"${answerAgent.name}" was not started within a minute. Is it published? ${url}/workflow/${answerAgent.id}`,
		);
	}
	say(
		`The agent woke up. Its signed webhook started "${answerAgent.name}" (execution ${answer.id}).`,
	);

	const answered = assertSucceeded(url, answerAgent, answer.ended);
	const messages = fetchedMessages(answered);
	for (const { agent_id, message_id, generated_message } of messages) {
		const status = await notificationStatus(sandbox, agent_id, message_id);
		say(`The agent's message was: "${generated_message}"`);
		say(
			status === 'consumed'
				? `n8n marked it as handled. The Sonzai API now calls it "${status}".`
				: `n8n did not mark it as handled. The Sonzai API calls it "${status ?? 'unknown'}".`,
		);
	}
	if (messages.length === 0) say(`"${answerAgent.name}" fetched no message.`);
	say(`See for yourself: ${linkTo(url, answerAgent, answered)}`);
}
