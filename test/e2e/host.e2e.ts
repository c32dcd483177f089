/**
 * Takes a probe through one script in the real n8n and in the hosts that play n8n in the engine tests:
 * the records must be equal. Where a next version of n8n differs, this test says so first.
 *
 * Where the new way of n8n is right, record it, and mend the hosts until test/probe is green again:
 *
 *     RECORD=1 npm run test:e2e -- test/e2e/host.e2e.ts
 */
import { type Collector, startCollector } from '../probe/collector';
import type { StepLines } from '../probe/lines';
import { playInHost } from '../probe/playInHost';
import { POLL_SCENARIOS } from '../probe/pollScenarios';
import { playInRealN8n } from '../probe/real/probedN8n';
import { readRecording, writeRecording } from '../probe/recording';
import { WEBHOOK_SCENARIOS } from '../probe/webhookScenarios';

const SCENARIOS = [...WEBHOOK_SCENARIOS, ...POLL_SCENARIOS];
const NAMES = SCENARIOS.map(({ name }) => name);

let collector: Collector;
let real: Record<string, StepLines[]>;

beforeAll(async () => {
	collector = await startCollector();
	real = await playInRealN8n(SCENARIOS, collector);
	if (process.env.RECORD === undefined) return;
	await Promise.all(NAMES.map(async (name) => await writeRecording(name, real[name]!)));
}, 15 * 60_000);

afterAll(async () => await collector.close());

it.each(NAMES)('the real n8n does as recorded: %s', (name) => {
	expect(real[name]).toEqual(readRecording(name));
});

it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
	'the host does as the real n8n: %s',
	async (name, scenario) => {
		expect(await playInHost(scenario, collector)).toEqual(real[name]);
	},
);
