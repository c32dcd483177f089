import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	IRun,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData } from 'n8n-workflow';

/** An execution as n8n lists it. */
export interface TriggerExecution {
	readonly mode: WorkflowExecuteMode;
	readonly status: IRun['status'];
	/** The items that each node put out, a list for each output. */
	readonly outputs: Record<string, IDataObject[][]>;
	readonly error?: string;
}

/**
 * Runs a workflow in n8n's engine from what its trigger has put out.
 *
 * @param failure what the trigger threw instead; n8n then runs it to let it fail
 */
export async function executeFrom(
	trigger: INode,
	output: INodeExecutionData[][],
	workflow: Workflow,
	mode: WorkflowExecuteMode,
	data: IWorkflowExecuteAdditionalData,
	failure?: Error,
): Promise<TriggerExecution> {
	const run = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: trigger, data: { main: output }, source: null }],
		},
	});
	if (failure !== undefined) {
		run.resultData = {
			runData: {},
			lastNodeExecuted: trigger.name,
			error: { ...failure, message: failure.message, stack: failure.stack } as never,
		};
	}
	const hooks = new ExecutionLifecycleHooks(mode, '1', { id: workflow.id, name: 'Test' } as never);
	const engine = new WorkflowExecute({ ...data, hooks }, mode, run);
	return executionOf(await engine.processRunExecutionData(workflow));
}

function executionOf({ mode, status, data: { resultData } }: IRun): TriggerExecution {
	const outputs = Object.entries(resultData.runData).map(([name, tasks]) => {
		const main = tasks.flatMap((task) => task.data?.main ?? []);
		return [name, main.map((items) => (items ?? []).map(({ json }) => json))];
	});
	return {
		mode,
		// As n8n judges it in the end, whatever the engine says.
		status: resultData.error === undefined ? status : 'error',
		outputs: Object.fromEntries(outputs) as TriggerExecution['outputs'],
		error: resultData.error?.message,
	};
}
