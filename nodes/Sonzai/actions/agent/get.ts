import { agentRequests } from '../../api/requests/agents';
import { agent, agentId } from '../../parameters/agent';
import type { Operation } from '../operation';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get agent',
		description: 'Retrieve an agent with its profile',
	},
	fields: [agentId],
	request: (parameters) => agentRequests.get(agent(parameters)),
};
