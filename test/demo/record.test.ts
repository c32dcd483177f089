import { fetchedMessages, mentions, scheduledWakeups } from '../../demo/record';
import type { Execution } from '../../harness/n8n/executions';

const executionOf = (items: Execution['items']): Execution => ({
	id: '1',
	workflowId: 'w',
	mode: 'webhook',
	status: 'success',
	items,
	milliseconds: {},
});

const message = { message_id: 'm1', agent_id: 'a1', generated_message: 'Hello', status: 'pending' };
const wakeup = { wakeup_id: 'w1', scheduled_at: '2026-01-01T00:00:05Z' };

it('finds messages whatever the node is called that fetched them', () => {
	const execution = executionOf({
		'My own name': [message],
		'Mark as handled': [{ success: true }],
	});
	expect(fetchedMessages(execution)).toEqual([message]);
});

it('counts a message once that several nodes hand on', () => {
	const other = { ...message, message_id: 'm2' };
	const execution = executionOf({
		Get: [message, other],
		Set: [{ ...message, sent: true }, other],
	});
	expect(fetchedMessages(execution).map(({ message_id }) => message_id)).toEqual(['m1', 'm2']);
});

it('takes no event for a fetched message', () => {
	expect(
		fetchedMessages(executionOf({ Trigger: [{ wakeup, generated_message: 'Hello' }] })),
	).toEqual([]);
});

it('finds what was scheduled, behind and before steps of the user', () => {
	const execution = executionOf({ Start: [{}], Wake: [wakeup], Log: [{ done: 1 }] });
	expect(scheduledWakeups(execution)).toEqual([wakeup]);
});

it('knows an execution by the wakeup in its event, wherever that stands', () => {
	expect(mentions(executionOf({ Trigger: [{ data: { wakeup_id: 'w1' } }] }), 'w1')).toBe(true);
	expect(mentions(executionOf({ Trigger: [{ wakeup: { wakeup_id: 'w10' } }] }), 'w1')).toBe(false);
});
