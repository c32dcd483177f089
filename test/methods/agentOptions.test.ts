import { LoadOptionsContext } from 'n8n-core';
import type { INodePropertyOptions } from 'n8n-workflow';
import { SonzaiNotificationTrigger } from '../../nodes/Sonzai/SonzaiNotificationTrigger.node';
import { additionalData, credentialsOf, node, workflowOf } from '../../harness/engine/engine';
import { useSandbox } from '../support/polling';

const sandbox = useSandbox();

async function load(): Promise<INodePropertyOptions[]> {
	const subject = node('sonzaiNotificationTrigger', {});
	const instance = { credentials: credentialsOf(sandbox.api) };
	const context = new LoadOptionsContext(
		workflowOf(subject, instance),
		subject,
		additionalData(instance),
		'parameters.agentIds',
	);
	return await new SonzaiNotificationTrigger().methods.loadOptions.getAgents.call(context);
}

it('lists the agents of all pages by name', async () => {
	for (let index = 0; index < 250; index++) sandbox.api.addAgent({ name: `agent ${index}` });
	const agents = await load();
	expect(agents).toHaveLength(253);
	expect(agents.at(-1)).toEqual({ name: 'Luna Moon/II', value: sandbox.api.agents[1]!.agent_id });
});

it('tells a key that may not list agents how to name them', async () => {
	sandbox.api.faults.add({ path: '/agents', status: 403 });
	await expect(load()).rejects.toThrow(
		'This API key may not list agents: switch the field to Expression and enter IDs or names',
	);
});

it('says what is wrong otherwise', async () => {
	sandbox.api.faults.add({ path: '/agents', status: 401 });
	await expect(load()).rejects.toThrow('Sonzai does not accept the API key');
});
