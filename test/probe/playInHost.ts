import type { Collector } from './collector';
import { linesOf, type StepLines } from './lines';
import { PlayedPolls } from './playedPolls';
import { PlayedWebhooks, WEBHOOK_ID } from './playedWebhooks';
import { Recording } from './record';
import type { Scenario } from './scenario';

/** Plays a scenario in the hosts of the engine tests. */
export async function playInHost(scenario: Scenario, collector: Collector): Promise<StepLines[]> {
	const channel = collector.channel(`host/${scenario.name}`);
	if (scenario.type === 'probePollTrigger') {
		const polls = new PlayedPolls(channel, scenario.isDurable === true);
		const recording = new Recording(polls, channel);
		await scenario.play(polls, recording, channel);
		return linesOf(recording.steps, {});
	}
	const webhooks = await PlayedWebhooks.start(channel.url);
	try {
		const recording = new Recording(webhooks, channel);
		await scenario.play(webhooks, recording, channel);
		return linesOf(recording.steps, { [webhooks.url]: 'n8n', [WEBHOOK_ID]: 'id' });
	} finally {
		await webhooks.stop();
	}
}
