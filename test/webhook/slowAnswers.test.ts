import { TriggerHost } from '../../harness/engine/triggerHost';
import { handOn, startDrippingServer } from '../support/drip';
import { ownTimeLimits } from '../support/timeLimits';
import { message, useTrigger } from '../support/webhook';

const on = useTrigger();

let server: Awaited<ReturnType<typeof startDrippingServer>>;
afterEach(async () => {
	jest.restoreAllMocks();
	await server.close();
});

/** An n8n process whose platform goes on for ever with some of its answers. */
async function hostBehind(isSlow: (url: string) => boolean) {
	const limits = ownTimeLimits();
	server = await startDrippingServer(
		'body',
		() => limits.pass(),
		(request, response) => {
			if (isSlow(request.url ?? '')) return false;
			handOn(on.sandbox.url, request, response);
			return true;
		},
	);
	const host = new TriggerHost({
		credentials: { apiKey: on.sandbox.apiKey, baseUrl: server.url },
		workflowId: expect.getState().currentTestName,
	});
	await host.start();
	return { host, limits };
}

it('ends a publish whose answers never end', async () => {
	const { host, limits } = await hostBehind(() => true);
	await expect(host.publish(message)).rejects.toThrow('did not answer in time');
	expect(new Set(limits.set)).toEqual(new Set([10_000]));
	await host.stop();
});

it('answers a delivery although the renewal of its secret never ends', async () => {
	const { host, limits } = await hostBehind((url) => url.endsWith('/rotate-secret'));
	await host.publish(message);
	limits.set.length = 0;
	// Static data of a backup, in a process that has learnt nothing yet.
	host.staticData = {};
	await host.crash();
	await host.start();
	await on.emit('agent.message');
	expect(on.sandbox.deliveries().at(-1)).toMatchObject({ response_code: 503 });
	expect(limits.set).toContain(5_000);
	await host.stop();
});
