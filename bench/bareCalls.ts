import { ExecuteContext } from 'n8n-core';
import type { INode } from 'n8n-workflow';
import { createRunExecutionData } from 'n8n-workflow';
import { additionalData, node, workflowOf } from '../harness/engine/engine';

/** Calls n8n's request helper without any node around it: as a plain pool of workers would. */
export async function bareCalls(url: string, count: number, limit: number): Promise<void> {
	const subject: INode = node('sonzai', {});
	const instance = { credentials: { apiKey: 'sk_bench', baseUrl: url } };
	const context = new ExecuteContext(
		workflowOf(subject, instance),
		subject,
		additionalData(instance),
		'trigger',
		createRunExecutionData({}),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node: subject, data: {}, source: null },
		[],
	);
	let next = 0;
	const work = async () => {
		while (next < count) await call(next++);
	};
	const call = async (index: number): Promise<void> => {
		await context.helpers.httpRequestWithAuthentication.call(context, 'sonzaiApi', {
			method: 'POST',
			url: `${url}/api/v1/agents/luna/notifications/m${index}/consume`,
			json: true,
		});
	};
	await Promise.all(Array.from({ length: limit }, work));
}
