import type { WorkflowFile, WorkflowNode } from '../../harness/n8n/workflows';

/** A node without its place in a workflow. */
export type Step = Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'>;

type Connections = Record<string, { main: Array<Array<{ node: string }>> }>;

/** The workflow with those steps, one behind the other, put into each of its connections. */
export function withOwnSteps(file: WorkflowFile, steps: readonly Step[]): WorkflowFile {
	const nodes = [...file.nodes];
	const connections: Connections = {};
	const connect = (from: string, to: string) => {
		connections[from] = { main: [[{ ...CONNECTION, node: to }]] };
	};
	for (const [source, { main }] of Object.entries(file.connections as Connections)) {
		for (const { node: target } of main.flat()) {
			const names = steps.map((_step, index) => `Own step ${index + 1} before ${target}`);
			nodes.push(
				...steps.map((step, index) => ({
					...step,
					id: `own step ${nodes.length + index}`,
					name: names[index] as string,
					position: [0, 300],
				})),
			);
			[source, ...names].forEach((name, index) => connect(name, [...names, target][index]!));
		}
	}
	return { ...file, nodes, connections };
}

const CONNECTION = { type: 'main', index: 0 };
