import type { INodeParameters } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../sandbox';
import { credentialsOf } from '../../harness/engine/engine';
import { platformOf } from '../../harness/platform';
import { TriggerHost } from '../../harness/engine/triggerHost';

/** Somebody else's webhook. */
export const FOREIGN = 'https://elsewhere.example/hook';

/** The trigger for one event. */
export const message: INodeParameters = { events: ['agent.message'] };

/** An n8n process with the trigger, and the platform that it registers with: as new for each test of a file. */
export function useTrigger() {
	let sandbox: Sandbox;
	let host: TriggerHost;
	beforeAll(async () => {
		sandbox = await startSandbox({ retryDelaysMs: [1000] });
	});
	beforeEach(async () => {
		sandbox.reset();
		host = new TriggerHost({
			credentials: credentialsOf(sandbox),
			workflowId: expect.getState().currentTestName,
		});
		await host.start();
	});
	afterEach(async () => await host.stop());
	afterAll(async () => {
		expect(sandbox.violations()).toEqual([]);
		await sandbox.close();
	});
	return {
		get sandbox() {
			return sandbox;
		},
		get host() {
			return host;
		},
		get platform() {
			return platformOf(sandbox);
		},
		emit: async (event_type: string, payload: unknown = { agent_id: 'a' }) =>
			await sandbox.emit({ event_type, payload }),
	};
}

/** The signing secret that the trigger keeps in n8n's database. */
export function storedSecret({ staticData }: TriggerHost, event: string): string {
	const { global } = JSON.parse(JSON.stringify(staticData)) as {
		global: Record<string, { secrets: Record<string, { secret: string }> }>;
	};
	const [state] = Object.values(global);
	return state?.secrets[event]?.secret ?? '';
}
