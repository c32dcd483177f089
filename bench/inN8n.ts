import { createCredential, type CredentialReference } from '../demo/n8n/credentials';
import { finishedExecution } from '../demo/n8n/executions';
import { createWorkflow, runWorkflow } from '../demo/n8n/workflows';
import { openStage } from '../test/e2e/support/stage';
import { consumeByHttpRequest, consumeByNode, numbered } from './consume';
import { startInstantPlatform } from './instantPlatform';
import { median } from './statistics';

const ITEMS = 1000;
const LATENCY_MS = 20;
const WARM_UP_RUNS = 2;
const RUNS = 7;
const TIMEOUT_MS = 60_000;
const WORKFLOW = 'bench-consume';

/**
 * What consuming notifications takes in the real n8n, which reads credentials from its database: a
 * workflow does it with our node, and then once more with the HTTP Request node.
 */
export async function inN8n(): Promise<Record<string, number>> {
	const stage = await openStage();
	const platform = await startInstantPlatform(LATENCY_MS);
	try {
		const access = { apiKey: 'sk_bench', baseUrl: platform.url };
		const credential = await createCredential(stage.session, 'Benchmark', access);
		await createWorkflow(stage.session, workflow(platform.url, credential));
		const ratios: number[] = [];
		for (let run = -WARM_UP_RUNS; run < RUNS; run++) {
			const id = await runWorkflow(stage.session, WORKFLOW, 'Start');
			const execution = await finishedExecution(stage.session, id, TIMEOUT_MS);
			const { items = {}, milliseconds = {} } = execution ?? {};
			if (items['HTTP Request']?.length !== ITEMS) throw new Error('Not all items got through');
			if (run >= 0) ratios.push(Number(milliseconds.Sonzai) / Number(milliseconds['HTTP Request']));
		}
		return {
			'the node in the real n8n: time, times that of the HTTP Request node': median(ratios),
		};
	} finally {
		platform.stop();
		await stage.close();
	}
}

function workflow(url: string, credential: CredentialReference) {
	const credentials = { sonzaiApi: credential };
	const nodes = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{ name: 'Sonzai', ...consumeByNode('={{ $json.id }}'), credentials },
		{ name: 'HTTP Request', ...consumeByHttpRequest(url, '{{ $json.message_id }}'), credentials },
	];
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		id: WORKFLOW,
		name: WORKFLOW,
		nodes: nodes.map((node, index) => ({
			...node,
			id: `node-${index}`,
			position: [index * 200, 0],
		})),
		connections: { Start: to('Sonzai'), Sonzai: to('HTTP Request') },
		pinData: { Start: numbered(ITEMS).map((json) => ({ json })) },
	};
}
