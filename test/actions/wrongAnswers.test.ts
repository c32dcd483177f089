import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { runNode } from '../../harness/engine/engine';
import { nodeTypes } from '../../harness/engine/nodeTypes';
import { findOperation } from '../../nodes/Sonzai/actions';
import { agentById } from '../support/actionRun';
import type { RawServer } from '../support/rawServer';
import { startRawServer } from '../support/rawServer';
import { WRONG_ANSWERS, WRONG_LISTS } from '../support/wrongAnswers';

/** What the fields without which an operation sends nothing are given. */
const GIVEN: Record<string, INodeParameters[string]> = {
	agentId: agentById('luna'),
	cadence: 'daily',
	context: 'Ask',
	delay: 1,
	eventType: 'agent.message',
	notificationId: 'n',
	notificationIds: 'n',
	projectId: 'p',
	scheduleId: 's',
	times: '09:00',
	timing: 'delay',
	updateFields: { context: 'Ask' },
	userId: 'ada',
	webhookUrl: 'https://ada.example/',
};

const WRONG = [...WRONG_ANSWERS, ...WRONG_LISTS];
const OPERATIONS = catalogue();

let server: RawServer;
let reply: [status: number, body: string];
beforeAll(async () => {
	server = await startRawServer((_request, response) => {
		const [status, body] = reply;
		response.writeHead(status, { 'content-type': 'application/json' }).end(body);
	});
});
beforeEach(() => (server.requests.length = 0));
afterAll(async () => await server.close());

it('knows all operations', () => expect(OPERATIONS.length).toBeGreaterThanOrEqual(22));

describe.each(OPERATIONS)('%s: %s', (resource, operation, parameters) => {
	const isDeletion = operation === 'delete';
	const run = async (onError?: 'continueRegularOutput') =>
		await runNode({ resource, operation, ...parameters }, [{}], {
			credentials: { apiKey: 'sk_secret', baseUrl: server.url },
			onError,
		});

	it.each(WRONG.filter(([name]) => !(isDeletion && name === '204')))(
		'does not take %s for a success',
		async (_name, status, body) => {
			reply = [status, body];
			const { output, error } = await run();
			expect(output).toEqual([]);
			const isDenied = error?.message.includes('Sonzai answered that this was not done (HTTP 200)');
			if (!isDenied) {
				expect(error?.message).toContain(
					`${server.url} did not answer as Sonzai's API does (HTTP ${status}): expected `,
				);
				expect(error?.message).toMatch(/, but (got|its entry 1 is|"\w+" is) /);
			}
			expect(error?.message).not.toContain('whsec_');
			expect(error?.message.includes('may still have')).toBe(
				isOnce(resource, operation) && !isDenied,
			);
			expect(server.requests).toHaveLength(1);
		},
	);

	it('goes on with an error item, where that is chosen', async () => {
		reply = [200, '[]'];
		const { output, error } = await run('continueRegularOutput');
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => Object.keys(json))).toEqual([['error']]);
	});
});

/** Whether the operation must not be sent twice. */
function isOnce(resource: string, operation: string): boolean {
	return [
		'schedule: create',
		'wakeup: schedule',
		'agent: triggerEvent',
		'webhook: rotateSecret',
	].includes(`${resource}: ${operation}`);
}

/** All operations that the node offers, each with all that it takes to send it. */
function catalogue(): Array<[resource: string, operation: string, INodeParameters]> {
	const { properties } = nodeTypes.getByNameAndVersion('n8n-nodes-sonzai.sonzai').description;
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options }) => {
			const [resource] = displayOptions?.show?.resource as [string];
			return (options as Array<{ value: string }>).map(
				({ value }): [string, string, INodeParameters] => {
					const fields = findOperation(resource, value)?.fields ?? [];
					return [resource, value, Object.fromEntries(fields.flatMap(given))];
				},
			);
		});
}

function given({ name, required }: INodeProperties): Array<[string, INodeParameters[string]]> {
	if (Object.hasOwn(GIVEN, name)) return [[name, GIVEN[name]]];
	if (required) throw new Error(`Say in this test what the field ${name} is given`);
	return [];
}
