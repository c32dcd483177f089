import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { createWorkflow, publishWorkflow, type WorkflowNode } from '../../harness/n8n/workflows';
import { openStage, type Stage } from '../../harness/stage';

const PATH = 'sonzai-tools';
const fromAi = (name: string, what: string) => `={{ $fromAI('${name}', '${what}', 'string') }}`;

let stage: Stage;
let client: Client;

beforeAll(async () => {
	stage = await openStage();
	await createWorkflow(stage.session, {
		id: 'sonzai-mcp',
		name: 'Sonzai tools',
		nodes: [
			{
				id: '00000000-0000-4000-8000-000000000001',
				name: 'MCP Server',
				type: '@n8n/n8n-nodes-langchain.mcpTrigger',
				typeVersion: 2,
				position: [0, 0],
				webhookId: '00000000-0000-4000-8000-000000000002',
				parameters: { path: PATH, authentication: 'none' },
			},
			tool(3, 'schedule_wakeup', {
				resource: 'wakeup',
				operation: 'schedule',
				agentId: { __rl: true, mode: 'name', value: 'Luna' },
				userId: fromAi('user_id', 'the user to reach out to'),
				context: fromAi('context', 'what to reach out about'),
				timing: 'at',
				scheduledAt: fromAi('scheduled_at', 'when, in ISO 8601'),
			}),
			tool(4, 'read_notifications', {
				resource: 'notification',
				operation: 'getMany',
				agentId: { __rl: true, mode: 'name', value: fromAi('agent', 'the name of the agent') },
			}),
		],
		connections: Object.fromEntries(
			['schedule_wakeup', 'read_notifications'].map((name) => [
				name,
				{ ai_tool: [[{ node: 'MCP Server', type: 'ai_tool', index: 0 }]] },
			]),
		),
		settings: { executionOrder: 'v1' },
	});
	expect(await publishWorkflow(stage.session, 'sonzai-mcp')).toMatchObject({ status: 'published' });
	client = new Client({ name: 'test', version: '1.0.0' });
	await client.connect(new StreamableHTTPClientTransport(new URL(`${stage.url}/mcp/${PATH}`)));
});

afterAll(async () => {
	await client?.close();
	await stage?.close();
});

function tool(serial: number, name: string, parameters: Record<string, unknown>): WorkflowNode {
	return {
		id: `00000000-0000-4000-8000-00000000000${serial}`,
		name,
		type: 'n8n-nodes-sonzai.sonzaiTool',
		typeVersion: 1,
		position: [serial * 100, 200],
		parameters,
		credentials: { sonzaiApi: stage.credential },
	};
}

/** What the tool answered, as the model would read it. */
async function call(name: string, args: Record<string, string>): Promise<string> {
	const { content } = await client.callTool({ name, arguments: args });
	return (content as Array<{ text: string }>).map(({ text }) => text).join('\n');
}

it('lists the operations as tools, with the arguments that a model fills in', async () => {
	const { tools } = await client.listTools();
	const byName = new Map(tools.map((listed) => [listed.name, listed]));
	expect([...byName.keys()].sort()).toEqual(['read_notifications', 'schedule_wakeup']);
	expect(byName.get('schedule_wakeup')?.inputSchema).toMatchObject({
		properties: {
			user_id: { type: 'string', description: 'the user to reach out to' },
			context: { type: 'string' },
			scheduled_at: { type: 'string' },
		},
	});
	expect(byName.get('schedule_wakeup')?.description).toBeTruthy();
});

it('schedules a wakeup', async () => {
	const answer = await call('schedule_wakeup', {
		user_id: 'ada@example.com',
		context: 'Ask about the interview',
		scheduled_at: '2040-04-05T09:00:00Z',
	});
	expect(answer).toContain('wakeup_id');
	const [request] = stage.sandbox.requests().filter(({ method }) => method === 'POST');
	expect(request).toMatchObject({
		operationId: 'scheduleWakeup',
		params: { agentId: 'Luna' },
		body: {
			user_id: 'ada@example.com',
			intent: 'Ask about the interview',
			scheduled_at: '2040-04-05T09:00:00.000Z',
		},
		status: 200,
	});
});

it('reads the notifications of the agent that the model names', async () => {
	stage.sandbox.addNotifications('Luna Moon/II', [{ generated_message: 'Hello from the moon' }]);
	expect(await call('read_notifications', { agent: 'Luna Moon/II' })).toContain(
		'Hello from the moon',
	);
});

it('tells the model in words what went wrong', async () => {
	const answer = await call('schedule_wakeup', {
		user_id: 'ada',
		context: 'Ask',
		scheduled_at: 'next Tuesday',
	});
	expect(answer).toContain("'Scheduled At' is not a date: next Tuesday");
});
