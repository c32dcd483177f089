import type { IDataObject, INode, INodeTypes } from 'n8n-workflow';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';

/** Stands for what a workflow does after its trigger. */
const AFTER: INode = {
	id: 'id of after',
	name: 'After',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [400, 0],
	parameters: {},
};

/** What n8n's database holds of one workflow, and what makes n8n's objects of it. */
export class StoredWorkflow {
	/** Null until something is saved for the first time. */
	staticData: IDataObject | null = null;
	/** The trigger of the version that is saved, and of the one that is published. */
	draft?: INode;
	published?: INode;
	/** Whether n8n routes requests on the production URL to the trigger. */
	isRouted = false;
	/** Whether the last publication has succeeded. */
	isActivated = false;

	/** How many of the next executions n8n fails to start, as without its database. */
	startFailures = 0;

	constructor(
		readonly id: string,
		private readonly nodeTypes: () => INodeTypes,
	) {}

	/** The static data as a query reads it: objects of its own. */
	readStaticData(): IDataObject | null {
		return copy(this.staticData);
	}

	/**
	 * Makes n8n's object of the workflow.
	 *
	 * @param staticData is changed in place, and loses its mark of change by becoming part of another object
	 */
	open(trigger: INode, staticData: IDataObject | null): Workflow {
		return new Workflow({
			id: this.id,
			name: 'Test',
			nodes: copy([trigger, AFTER]),
			connections: {
				[trigger.name]: {
					main: [[{ node: AFTER.name, type: NodeConnectionTypes.Main, index: 0 }]],
				},
			},
			active: true,
			nodeTypes: this.nodeTypes(),
			staticData: staticData ?? undefined,
			settings: { timezone: 'UTC', executionOrder: 'v1' },
		});
	}

	/** Writes the whole static data, where n8n's object of the workflow has a mark of change. */
	save(workflow: Workflow): void {
		if (workflow.staticData.__dataChanged !== true) return;
		this.staticData = copy(workflow.staticData);
		workflow.staticData.__dataChanged = false;
	}
}

/** As written to the database and read from it. */
export function copy<T>(data: T): T {
	return JSON.parse(JSON.stringify(data)) as T;
}
