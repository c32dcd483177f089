/**
 * Holds the hosts that play n8n in the engine tests to what the real n8n did when it was taken through
 * the same script. test/e2e/host.e2e.ts makes the recordings, and compares them with the real n8n.
 */
import { type Collector, startCollector } from './collector';
import { playInHost } from './playInHost';
import { POLL_SCENARIOS } from './pollScenarios';
import { readRecording } from './recording';
import { WEBHOOK_SCENARIOS } from './webhookScenarios';

let collector: Collector;

beforeAll(async () => {
	collector = await startCollector();
});
afterAll(async () => await collector.close());

it.each(
	[...WEBHOOK_SCENARIOS, ...POLL_SCENARIOS].map((scenario) => [scenario.name, scenario] as const),
)('does as the real n8n does: %s', async (name, scenario) => {
	expect(await playInHost(scenario, collector)).toEqual(readRecording(name));
});
