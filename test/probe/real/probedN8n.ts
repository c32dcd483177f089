import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type N8nProcess, startN8n } from '../../../harness/n8n/process';
import { N8nSession } from '../../../harness/n8n/rest';
import { findFreePort } from '../../../harness/ports';
import { installedN8n, OWNER } from '../../../harness/stage';
import type { Collector } from '../collector';
import { linesOf, type StepLines } from '../lines';
import { Recording } from '../record';
import type { Scenario } from '../scenario';
import { installProbe } from './probePackage';
import { RealN8n } from './realN8n';
import { restartTogether } from './restartTogether';

/** N8N_POLLER_DURABLE_CURSORS_ENABLED, what it depends on, and polls in time. */
const DURABLE_CURSORS = {
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_SCHEDULER_EXECUTOR_INTERVAL: '1',
};

/** One n8n that is started several times. */
interface Instance {
	process: N8nProcess;
	start(): Promise<N8nProcess>;
}

/**
 * Plays scenarios in one real n8n, side by side.
 *
 * @returns the record of each, by the scenario's name
 */
export async function playInRealN8n(
	scenarios: readonly Scenario[],
	collector: Collector,
): Promise<Record<string, StepLines[]>> {
	const installation = await installedN8n();
	const folder = await mkdtemp(join(tmpdir(), 'n8n-probe-'));
	const userFolder = join(folder, 'user');
	await installProbe(userFolder);
	const ports = { port: await findFreePort(), brokerPort: await findFreePort() };
	const settings = { installation, userFolder, ...ports, logFile: join(folder, 'n8n.log') };
	const records: Record<string, StepLines[]> = {};
	let instance: Instance | undefined;
	try {
		for (const isDurable of [false, true]) {
			const due = scenarios.filter((scenario) => (scenario.isDurable ?? false) === isDurable);
			const extra = isDurable ? DURABLE_CURSORS : {};
			const start = async () => await startN8n({ ...settings, extra });
			await instance?.process.stop();
			instance = { process: await start(), start };
			const restarting = due.filter(({ restarts }) => restarts !== undefined);
			const others = due.filter(({ restarts }) => restarts === undefined);
			Object.assign(records, await playSideBySide(instance, others, collector));
			Object.assign(records, await playSideBySide(instance, restarting, collector));
		}
	} finally {
		await instance?.process.stop();
		await rm(folder, { recursive: true, force: true });
	}
	return records;
}

async function playSideBySide(
	instance: Instance,
	scenarios: readonly Scenario[],
	collector: Collector,
): Promise<Record<string, StepLines[]>> {
	const { url } = instance.process;
	const session = await N8nSession.open(url, OWNER);
	const restart = restartTogether(scenarios.length, async (how, meanwhile) => {
		await (how === 'crash' ? instance.process.kill() : instance.process.stop());
		meanwhile();
		instance.process = await instance.start();
	});
	const played = scenarios.map(async (scenario) => {
		const { name, type } = scenario;
		const webhookId = `webhook of ${name}`.replaceAll(' ', '-');
		const channel = collector.channel(`real/${name}`);
		const options = { session, url, type, webhookId, collector: channel.url, restart };
		const n8n = new RealN8n(options);
		const recording = new Recording(n8n, channel);
		await scenario.play(n8n, recording, channel);
		return [name, linesOf(recording.steps, { [url]: 'n8n', [webhookId]: 'id' })] as const;
	});
	return Object.fromEntries(await Promise.all(played));
}
