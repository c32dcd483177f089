import type { IDataObject } from 'n8n-workflow';
import { actionRuns, any, containing, paired } from '../support/actionRun';
import { startRawServer } from '../support/rawServer';

const api = actionRuns({ retryDelaysMs: [] });
const URL_OF_ADA = 'https://ada.example/hook';

const operation = (name: string, more: IDataObject = {}) => ({
	resource: 'webhook',
	operation: name,
	eventType: 'agent.message',
	...more,
});
const register = operation('register', { webhookUrl: URL_OF_ADA });
const inProject = () => ({ scope: 'project', projectId: api.sandbox.projectId });

describe('webhook: register', () => {
	it('returns the signing secret of the first registration', async () => {
		const run = await api.run(register);
		expect(api.sent()).toEqual(['PUT /webhooks/agent.message']);
		expect(api.requests()[0]?.body).toEqual({ webhook_url: URL_OF_ADA });
		expect(paired(run)).toEqual([
			[
				0,
				{
					success: true,
					signing_secret: containing('whsec_'),
					event_type: 'agent.message',
					webhook_url: URL_OF_ADA,
				},
			],
		]);
	});

	it('replaces the URL of an event and keeps its secret', async () => {
		await api.run(register);
		const run = await api.run({ ...register, webhookUrl: 'https://bo.example/' });
		expect(run.output[0]?.json).toEqual({
			success: true,
			event_type: 'agent.message',
			webhook_url: 'https://bo.example/',
			notice:
				'Sonzai returned no signing secret: this event was registered before, and its signing secret stays the same. Webhook > Rotate Secret makes a new secret and returns it.',
		});
	});

	it('sends the address that it has checked', async () => {
		await api.run({ ...register, webhookUrl: 'http:example.com/x' });
		expect(api.requests()[0]?.body).toEqual({ webhook_url: 'http://example.com/x' });
	});

	it('sends the authorization header that deliveries shall have', async () => {
		await api.run({ ...register, additionalFields: { authHeader: 'Bearer x' } });
		expect(api.requests()[0]?.body).toEqual({ webhook_url: URL_OF_ADA, auth_header: 'Bearer x' });
	});

	it.each([undefined, '', '={{ "" }}'])('needs the name of a custom event: %j', async (name) => {
		const custom = {
			eventType: 'custom',
			...(name === undefined ? {} : { customEventType: name }),
		};
		const run = await api.run({ ...register, ...custom });
		expect(run.error?.message).toBe("'Custom Event Type' is empty");
		expect(api.sent()).toEqual([]);
	});

	it('takes any event type by its name, in the scope of each item', async () => {
		const run = await api.run(
			{
				...register,
				scope: '={{ $json.scope }}',
				projectId: api.sandbox.projectId,
				eventType: 'custom',
				customEventType: '={{ $json.event }}',
			},
			[
				{ scope: 'account', event: 'a/b' },
				{ scope: 'project', event: 'session.end' },
			],
		);
		expect(api.sent().sort()).toEqual([
			`PUT /projects/${api.sandbox.projectId}/webhooks/session.end`,
			'PUT /webhooks/a%2Fb',
		]);
		expect(paired(run).map(([item, { event_type }]) => [item, event_type])).toEqual([
			[0, 'a/b'],
			[1, 'session.end'],
		]);
	});

	it('says of a secret that went with a lost answer that nobody knows it', async () => {
		api.sandbox.faults.add({ method: 'PUT', times: 1, reset: true, applied: 'after' });
		const run = await api.run(register);
		expect(api.sent()).toHaveLength(2);
		expect(run.output[0]?.json).toEqual({
			event_type: 'agent.message',
			webhook_url: URL_OF_ADA,
			success: true,
			notice:
				'Sonzai returned no signing secret: the answer to the first attempt was lost. If that was the first registration of this event, its signing secret is known to nobody. Webhook > Rotate Secret makes a new secret and returns it.',
		});
	});

	it.each(['={{ "" }}', 'ada.example/hook', 'ftp://ada.example', 'https://'])(
		'refuses "%s" as a URL before it is sent',
		async (webhookUrl) => {
			const run = await api.run({ ...register, webhookUrl });
			expect(run.error?.message).toMatch(/^'Webhook URL' is (empty|not a web address)$/);
			expect(api.sent()).toEqual([]);
		},
	);
});

describe('webhook: get many', () => {
	it('returns all webhooks, in either scope', async () => {
		for (const eventType of ['agent.message', 'agent.wakeup']) {
			await api.run({ ...register, eventType });
		}
		for (const scope of [{}, inProject()]) {
			const run = await api.run(operation('getMany', scope));
			expect(run.output.map(({ json }) => [json.event_type, json.webhook_url])).toEqual([
				['agent.message', URL_OF_ADA],
				['agent.wakeup', URL_OF_ADA],
			]);
		}
	});

	it('tells that there is an authorization header, but not which', async () => {
		await api.run({ ...register, additionalFields: { authHeader: 'Bearer of deliveries' } });
		await api.run({ ...register, eventType: 'agent.wakeup' });
		const run = await api.run(operation('getMany'));
		expect(run.output.map(({ json }) => json.has_auth_header)).toEqual([true, false]);
		expect(JSON.stringify(run)).not.toContain('Bearer of deliveries');
	});

	it('has no item when there is none', async () => {
		expect((await api.run(operation('getMany'))).output).toEqual([]);
	});

	it.each([{}, { projectId: '={{ "" }}' }])('needs the ID of another project: %j', async (more) => {
		const run = await api.run(operation('getMany', { scope: 'project', ...more }));
		expect(run.error?.message).toBe("'Project ID' is empty");
		expect(api.sent()).toEqual([]);
	});

	it('needs it for the items that another project is chosen for', async () => {
		const items = [{ scope: 'account' }, { scope: 'project' }];
		const parameters = operation('getMany', { scope: '={{ $json.scope }}' });
		const run = await api.run(parameters, items, { onError: 'continueErrorOutput' });
		expect(api.sent()).toEqual(['GET /webhooks']);
		expect(run.failed.map(({ json }) => json.error)).toEqual(["'Project ID' is empty"]);
	});
});

describe('webhook: delete', () => {
	it('answers that it is deleted, also for what is gone already', async () => {
		await api.run(register);
		const run = await api.run(operation('delete'), [{}, {}]);
		expect(paired(run)).toEqual([
			[0, { deleted: true }],
			[1, { deleted: true }],
		]);
		expect((await api.run(operation('getMany'))).output).toEqual([]);
	});

	it('takes no other server for one that knows of no webhook', async () => {
		api.sandbox.faults.add({ status: 404, body: '<html>Not Found</html>' });
		const run = await api.run(operation('delete'));
		expect(run.error?.message).toBe(`There is no Sonzai API at ${api.sandbox.url}`);
	});

	it('deletes in another project', async () => {
		await api.run(register);
		await api.run(operation('delete', inProject()));
		expect(api.sent()[1]).toBe(`DELETE /projects/${api.sandbox.projectId}/webhooks/agent.message`);
	});
});

describe('webhook: rotate secret', () => {
	it('returns the new secret', async () => {
		const { output } = await api.run(register);
		const run = await api.run(operation('rotateSecret'));
		expect(run.output[0]?.json).toEqual({
			success: true,
			signing_secret: containing('whsec_'),
			event_type: 'agent.message',
		});
		expect(run.output[0]?.json.signing_secret).not.toBe(output[0]?.json.signing_secret);
	});

	it('is not repeated when it may have happened', async () => {
		await api.run(register);
		api.sandbox.faults.add({ method: 'POST', reset: true, applied: 'after' });
		api.sandbox.clearRequests();
		const run = await api.run(operation('rotateSecret'));
		expect(api.sent()).toHaveLength(1);
		expect(run.error?.message).toContain('The secret may still have been replaced');
	});

	it('says of an unknown webhook that there is none', async () => {
		const run = await api.run(operation('rotateSecret'));
		expect(run.error?.message).toContain('webhook for "agent.message" not found');
	});
});

describe('webhook: get delivery attempts', () => {
	const attempts = operation('getDeliveryAttempts');

	async function deliver(count: number, eventType: string, payload: (index: number) => unknown) {
		const receiver = await startRawServer((request, response) => {
			response.statusCode = Number(request.url?.slice(1));
			response.end();
		});
		await api.run({ ...register, eventType, webhookUrl: `${receiver.url}/200` });
		for (let index = 0; index < count; index++) {
			if (index === 1) {
				await api.run({ ...register, eventType, webhookUrl: `${receiver.url}/500` });
			}
			await api.sandbox.emit({ event_type: eventType, payload: payload(index) });
		}
		await receiver.close();
		api.sandbox.clearRequests();
	}

	it('returns the event as the trigger hands it on, newest first', async () => {
		await deliver(2, 'on_wakeup_ready', (index) => ({ generated_message: `ä${index}` }));
		const run = await api.run({ ...attempts, eventType: 'on_wakeup_ready' });
		expect(api.sent()).toEqual(['GET /webhooks/on_wakeup_ready/attempts?page_size=50']);
		expect(run.output.map(({ json }) => [json.status, json.response_code, json.payload])).toEqual([
			['failed', 500, { event_type: 'on_wakeup_ready', generated_message: 'ä1' }],
			['success', 200, { event_type: 'on_wakeup_ready', generated_message: 'ä0' }],
		]);
		expect(run.output[0]?.json).toMatchObject({ attempt_id: any(String), attempt_number: 1 });
	});

	it('filters by status before it limits', async () => {
		await deliver(5, 'agent.message', (index) => ({ index }));
		const run = await api.run({ ...attempts, limit: 1, filters: { status: 'success' } });
		expect(api.sent()).toEqual(['GET /webhooks/agent.message/attempts?page_size=500']);
		expect(run.output.map(({ json }) => (json.payload as IDataObject).index)).toEqual([0]);
	});

	it('follows the cursor for all, and for a limit above one page', async () => {
		const pages = await pagedServer(1203, 500, (index) => ({ attempt_id: `a${index}` }));
		const credentials = { apiKey: 'k', baseUrl: pages.url };
		const all = await api.run({ ...attempts, returnAll: true }, [{}], { credentials });
		expect(all.output.map(({ json }) => json.attempt_id)).toEqual(
			Array.from({ length: 1203 }, (_, index) => `a${index}`),
		);
		expect(all.hints).toEqual([]);
		expect(pages.requests).toEqual([
			'GET /api/v1/webhooks/agent.message/attempts?page_size=500',
			'GET /api/v1/webhooks/agent.message/attempts?page_size=500&cursor=500',
			'GET /api/v1/webhooks/agent.message/attempts?page_size=500&cursor=1000',
		]);
		const some = await api.run({ ...attempts, limit: 501 }, [{}], { credentials });
		await pages.close();
		expect(some.output).toHaveLength(501);
		expect(pages.requests).toHaveLength(5);
	});

	it('reads the pages once for several items', async () => {
		const pages = await pagedServer(600, 500, (index) => ({ attempt_id: `a${index}` }));
		const run = await api.run({ ...attempts, returnAll: true }, [{}, {}, {}], {
			credentials: { apiKey: 'k', baseUrl: pages.url },
		});
		await pages.close();
		expect(run.output).toHaveLength(1800);
		expect(pages.requests).toHaveLength(2);
	});
});

/** A list behind cursors that are positions. */
async function pagedServer(total: number, most: number, entry: (index: number) => IDataObject) {
	return await startRawServer((request, response) => {
		const { searchParams } = new URL(request.url ?? '', 'http://localhost');
		const from = Number(searchParams.get('cursor') ?? 0);
		const to = Math.min(total, from + Math.min(most, Number(searchParams.get('page_size'))));
		response.setHeader('content-type', 'application/json');
		response.end(
			JSON.stringify({
				attempts: Array.from({ length: to - from }, (_, index) => entry(from + index)),
				has_more: to < total,
				next_cursor: to < total ? String(to) : undefined,
			}),
		);
	});
}
