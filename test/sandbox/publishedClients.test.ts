// Sonzai's TypeScript and Go clients send a content type with every request, a body or not, and put
// event types and agent ids into the path as they are. The Go client acknowledges all with a body.
import { startSandbox, type Sandbox } from '../../sandbox/index';
import { client, receiver, WAKEUP, type Call } from '../support/sandbox';

const HEADERS = { 'content-type': 'application/json', 'user-agent': 'sonzai-typescript/1.5.0' };

let sandbox: Sandbox;
let call: Call;
beforeAll(async () => {
	sandbox = await startSandbox();
	const plain = client(sandbox);
	call = (method, path, body) => plain(method, path, body, HEADERS);
});
afterAll(async () => {
	expect(sandbox.violations()).toEqual([]);
	await sandbox.close();
});

it("serves what Sonzai's published clients send", async () => {
	const hook = await receiver();
	const { agent_id } = sandbox.agents[0]!;
	const registration = { webhook_url: hook.url, auth_header: 'Bearer mine' };
	const registered = await call('PUT', '/webhooks/agent.message', registration);
	expect(registered.body.signing_secret).toMatch(/^whsec_/);
	expect((await call('GET', '/webhooks')).body.webhooks).toHaveLength(1);
	expect((await call('POST', '/webhooks/agent.message/rotate-secret')).body).toMatchObject({
		success: true,
	});

	await call('POST', `/agents/${agent_id}/wakeups`, WAKEUP);
	await sandbox.clock.advance(3_600_000);
	expect(hook.received).toHaveLength(1);
	const attempts = await call('GET', '/webhooks/agent.message/attempts');
	expect(attempts.body.attempts).toHaveLength(1);

	const pending = `/agents/${agent_id}/notifications?status=pending&user_id=ada&limit=10`;
	const [notification] = (await call('GET', pending)).body.notifications ?? [];
	const consume = `/agents/${agent_id}/notifications/${notification?.message_id}/consume`;
	expect((await call('POST', consume)).body).toMatchObject({ success: true });
	const history = await call('GET', `/agents/${agent_id}/notifications/history?limit=50`);
	expect(history.body.notifications).toHaveLength(1);

	const project = `/projects/${sandbox.projectId}`;
	expect((await call('GET', `${project}/notifications?limit=5`)).body.count).toBe(1);
	expect((await call('POST', `${project}/notifications/acknowledge-all`, {})).body).toMatchObject({
		acknowledged: 1,
	});
	expect((await call('DELETE', `${project}/webhooks/agent.message`)).status).toBe(204);
	await hook.close();
});
