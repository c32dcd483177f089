import { LoadOptionsContext } from 'n8n-core';
import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { additionalData, credentialsOf, node, workflowOf } from '../../harness/engine/engine';
import { getAgents } from '../../nodes/Sonzai/methods/agentOptions';
import { searchAgents } from '../../nodes/Sonzai/methods/searchAgents';
import { useSandbox } from '../support/polling';
import { WRONG_ANSWERS, WRONG_LISTS } from '../support/wrongAnswers';

const sandbox = useSandbox();
const PICKERS: Array<[type: string, fill: (this: ILoadOptionsFunctions) => Promise<unknown>]> = [
	['sonzai', searchAgents],
	['sonzaiNotificationTrigger', getAgents],
];

describe.each([...WRONG_ANSWERS, ...WRONG_LISTS])('%s', (_name, status, body) => {
	it.each(PICKERS)('is not taken for a list of agents: %s', async (type, fill) => {
		const fault = { path: '/agents', status, body, contentType: 'application/json' };
		sandbox.api.faults.add(fault);
		const subject = node(type, {});
		const instance = { credentials: credentialsOf(sandbox.api) };
		const context = new LoadOptionsContext(
			workflowOf(subject, instance),
			subject,
			additionalData(instance),
			'parameters.agentIds',
		);
		await expect(fill.call(context)).rejects.toThrow(
			/did not answer as Sonzai's API does|Sonzai answered that this was not done/,
		);
	});
});
