import { randomUUID } from 'node:crypto';
import type { Platform } from '../platform/platform';
import type { Agent } from '../platform/state';
import { agentOf, type Operations } from './operation';
import { paginate } from './pagination';

interface PageQuery {
	page_size?: number;
	cursor?: string;
}

interface AgentsQuery extends PageQuery {
	search?: string;
	project_id?: string;
	include_count?: string;
}

const AGENTS_PAGE = 30;
const USERS_PAGE = 100;

export function agentOperations(platform: Platform): Operations {
	return {
		listAgents({ query }) {
			const { page_size, cursor, search = '', project_id, include_count }: AgentsQuery = query;
			const agents = platform.state.agents
				.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()))
				.filter((agent) => !project_id || agent.project_id === project_id)
				.map(toIndex);
			return {
				...paginate(agents, ({ agent_id }) => agent_id, sizeOf(page_size, AGENTS_PAGE), cursor),
				total_count: include_count === 'true' ? agents.length : 0,
			};
		},

		getAgent(call) {
			return agentOf(platform, call);
		},

		triggerBackendEvent(call) {
			const { agent_id } = agentOf(platform, call);
			const { user_id, event_type } = call.body as { user_id: string; event_type: string };
			platform.meet(agent_id, user_id);
			platform.log(`event ${event_type} taken`);
			return { accepted: true, event_id: randomUUID() };
		},

		listUsers(call) {
			const { agent_id } = agentOf(platform, call);
			const { page_size, cursor }: PageQuery = call.query;
			const users = platform.state.users
				.filter((user) => user.agent_id === agent_id)
				.map(({ user_id, created_at }) => ({ user_id, role: 'user', created_at }))
				.sort((a, b) => (a.user_id < b.user_id ? -1 : 1));
			const { items, ...page } = paginate(
				users,
				({ user_id }) => user_id,
				sizeOf(page_size, USERS_PAGE),
				cursor,
			);
			return { users: items, ...page };
		},
	};
}

function toIndex({ bio: _, ...index }: Agent): Omit<Agent, 'bio'> {
	return index;
}

/** The contract names no smallest size for these pages; 0 and below mean the usual one. */
function sizeOf(size: number | undefined, usual: number): number {
	return size !== undefined && size > 0 ? size : usual;
}
