import { randomUUID } from 'node:crypto';
import type { Platform } from '../platform/platform';
import { agentOf, type Operations } from './operation';
import { notFound } from '../http/problem';

interface ChatBody {
	messages: Array<{ role: string; content: string }>;
	user_id?: string;
}

/** Chat with a canned answer: what counts here is the asynchronous form. */
export function chatOperations(platform: Platform): Operations {
	return {
		asyncChat(call) {
			const agent = agentOf(platform, call);
			const { messages, user_id } = call.body as ChatBody;
			if (user_id) platform.meet(agent.agent_id, user_id);
			const said = messages.at(-1)?.content ?? '';
			const turn = {
				processing_id: randomUUID(),
				agent_id: agent.agent_id,
				response: `${agent.name} heard: ${said}`,
				created_at: platform.timestamp(),
			};
			platform.state.chat_turns.push(turn);
			return { processing_id: turn.processing_id, status: 'queued' };
		},

		asyncChatResult(call) {
			const { agent_id } = agentOf(platform, call);
			const turn = platform.state.chat_turns.find(
				(known) => known.processing_id === call.params.processingId && known.agent_id === agent_id,
			);
			if (!turn) throw notFound('chat turn');
			const { response, created_at } = turn;
			return {
				status: 'complete',
				phase: 'complete',
				response,
				created_at,
				updated_at: created_at,
			};
		},
	};
}
