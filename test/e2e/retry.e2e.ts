import { finishedExecution, type Execution } from '../../harness/n8n/executions';
import { createWorkflow, runWorkflow } from '../../harness/n8n/workflows';
import { openStage, type Stage } from '../../harness/stage';

const USERS = ['ada', 'bo', 'cem'];
let stage: Stage;

beforeAll(async () => {
	stage = await openStage();
});
beforeEach(() => {
	stage.sandbox.faults.clear();
	stage.sandbox.clearRequests();
});
afterAll(async () => {
	expect(stage.sandbox.violations()).toEqual([]);
	await stage?.close();
});

/** Schedules a wakeup for three users, with Retry On Fail, and runs it. */
async function schedule(id: string, { inALoop = false, onError = 'stopWorkflow' } = {}) {
	const to = (node: string) => [{ node, type: 'main', index: 0 }];
	const node = (name: string, type: string, typeVersion: number, parameters: object) => ({
		id: `${id} ${name}`,
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters: { ...parameters },
	});
	const first = inALoop ? 'Loop' : 'Sonzai';
	await createWorkflow(stage.session, {
		id,
		name: id,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Loop', 'n8n-nodes-base.splitInBatches', 3, { batchSize: 1 }),
			{
				...node('Sonzai', 'n8n-nodes-sonzai.sonzai', 1, {
					resource: 'wakeup',
					operation: 'schedule',
					agentId: { __rl: true, mode: 'name', value: 'Luna' },
					userId: '={{ $json.user }}',
					context: 'Ask',
					timing: 'delay',
					delay: 30,
					delayUnit: 'minutes',
					options: { concurrency: 1 },
				}),
				retryOnFail: true,
				waitBetweenTries: 100,
				onError,
				credentials: { sonzaiApi: stage.credential },
			},
		],
		connections: {
			Start: { main: [to(first)] },
			...(inALoop && { Loop: { main: [[], to('Sonzai')] }, Sonzai: { main: [to('Loop')] } }),
		},
		pinData: { Start: USERS.map((user) => ({ json: { user } })) },
		settings: { executionOrder: 'v1' },
	});
	return await run(id);
}

const run = async (id: string) => await finished(await runWorkflow(stage.session, id, 'Start'));

async function finished(executionId: string): Promise<Execution> {
	const execution = await finishedExecution(stage.session, executionId, 60_000);
	if (execution === undefined) throw new Error('The execution did not end within a minute');
	return execution;
}

const sent = () =>
	stage.sandbox
		.requests()
		.map(({ body, status }) => `${(body as { user_id: string }).user_id} ${status}`);

it('does not schedule again what an earlier try has scheduled', async () => {
	stage.sandbox.faults.add({ method: 'POST', skip: 1, times: 1, status: 422 });
	const execution = await schedule('retry-created');
	expect(execution.status).toBe('success');
	expect(sent()).toEqual(['ada 200', 'bo 422', 'bo 200', 'cem 200']);
	expect(execution.items.Sonzai).toHaveLength(3);
});

it('does not send again what may exist, and tells its error again', async () => {
	stage.sandbox.faults.add({ method: 'POST', skip: 1, times: 1, status: 503 });
	const execution = await schedule('retry-doubt');
	expect(execution.status).toBe('error');
	expect(JSON.stringify(execution)).toContain('The wakeup may still have been scheduled');
	expect(sent()).toEqual(['ada 200', 'bo 503']);
});

it('does not schedule again where the first item of the output is an error', async () => {
	stage.sandbox.faults.add({ method: 'POST', times: 1, status: 503 });
	const execution = await schedule('retry-continue', { onError: 'continueRegularOutput' });
	expect(execution.status).toBe('success');
	expect(sent()).toEqual(['ada 503', 'bo 200', 'cem 200']);
	expect(execution.items.Sonzai).toHaveLength(3);
});

it('schedules each time that a loop or a run comes to the node', async () => {
	await schedule('retry-loop', { inALoop: true });
	expect(sent()).toEqual(['ada 200', 'bo 200', 'cem 200']);
	await run('retry-loop');
	expect(sent()).toHaveLength(6);
});

it('schedules again where the execution is retried from the list of executions', async () => {
	stage.sandbox.faults.add({ method: 'POST', skip: 1, times: 3, status: 422 });
	const failed = await schedule('retry-execution');
	expect(sent()).toEqual(['ada 200', 'bo 422', 'bo 422', 'bo 422']);
	stage.sandbox.clearRequests();
	const retried = await stage.session.post<{ id: string }>(`/executions/${failed.id}/retry`, {});
	expect((await finished(retried.id)).status).toBe('success');
	expect(sent()).toEqual(['ada 200', 'bo 200', 'cem 200']);
});
