import { message, useTrigger } from '../support/webhook';
import { WRONG_ANSWERS, WRONG_LISTS } from '../support/wrongAnswers';

const on = useTrigger();
const EVENT = '/webhooks/{eventType}';
const ROTATION = '/webhooks/{eventType}/rotate-secret';
const CONFUSED = /did not answer as Sonzai's API does|Sonzai answered that this was not done/;

const wrong = (method: string, path: string, status: number, body: string) =>
	on.sandbox.faults.add({ method, path, status, body, contentType: 'application/json' });

describe.each([...WRONG_ANSWERS, ...WRONG_LISTS])('%s', (name, status, body) => {
	it('in place of the webhooks stops the publishing, and nothing is written', async () => {
		wrong('GET', '/webhooks', status, body);
		await expect(on.host.publish(message)).rejects.toThrow(CONFUSED);
		expect(on.platform.writes()).toEqual([]);
	});

	it('in place of a registration stops the publishing', async () => {
		wrong('PUT', EVENT, status, body);
		await expect(on.host.publish(message)).rejects.toThrow(CONFUSED);
		expect(on.host.published).toBeUndefined();
	});

	it('in place of a new secret stops the publishing', async () => {
		await on.platform.put('agent.message', on.host.productionUrl('agent.message'));
		wrong('POST', ROTATION, status, body);
		// n8n ends before it tries again: then the registration is new, and brings its secret.
		await expect(on.host.publish(message, 1)).rejects.toThrow(CONFUSED);
		expect(on.host.published).toBeUndefined();
	});

	it('in place of a deletion is not a deletion', async () => {
		if (name === '204') return;
		await on.host.publish(message);
		wrong('DELETE', EVENT, status, body);
		await on.host.unpublish();
		expect(on.host.teardownFailures[0]?.message).toMatch(CONFUSED);
	});
});
