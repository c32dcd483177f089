import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	startSandbox,
	type RecordedRequest,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox';
import { credentialsOf, runNode, type NodeRun } from '../../harness/engine/engine';

type Surroundings = Partial<Parameters<typeof runNode>[2]>;

/** The action node in n8n's engine, beside a local Sonzai API of its own. */
export interface ActionRuns {
	readonly sandbox: Sandbox;
	/**
	 * Runs the node with the sandbox's credential.
	 *
	 * @param items one empty item unless told
	 */
	run(
		parameters: INodeParameters,
		items?: IDataObject[],
		surroundings?: Surroundings,
	): Promise<NodeRun>;
	/** What arrived since the test began: method and path with query, or the recorded request. */
	sent(): string[];
	requests(): RecordedRequest[];
}

/** Starts a sandbox for the tests of a file; each begins with its initial state, and its contract is checked at the end. */
export function actionRuns(options: SandboxOptions = {}): ActionRuns {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox(options);
	});
	beforeEach(() => sandbox.reset());
	afterAll(async () => {
		await sandbox.close();
		expect(sandbox.violations()).toEqual([]);
	});
	return {
		get sandbox() {
			return sandbox;
		},
		run: async (parameters, items = [{}], surroundings = {}) =>
			await runNode(parameters, items, { credentials: credentialsOf(sandbox), ...surroundings }),
		sent: () => sandbox.requests().map(lineOf),
		requests: () => sandbox.requests(),
	};
}

function lineOf({ method, path, query }: RecordedRequest): string {
	const search = new URLSearchParams(query as Record<string, string>).toString();
	return `${method} ${path.replace('/api/v1', '')}${search && `?${search}`}`;
}

/** The outputs' data with the items that they belong to. */
export function paired({ output }: Pick<NodeRun, 'output'>): Array<[number, IDataObject]> {
	return output.map(({ pairedItem, json }) => [(pairedItem as { item: number }).item, json]);
}

/** The agent field's value for an ID. */
export const agentById = (value: string) => ({ __rl: true, mode: 'id', value });

/** The agent field's value for a name. */
export const agentByName = (value: string) => ({ __rl: true, mode: 'name', value });

/** A text with this part, inside of what is compared. */
export const containing = (part: string): unknown => expect.stringContaining(part);

/** Anything of that type, inside of what is compared. */
export const any = (type: unknown): unknown => expect.any(type);
