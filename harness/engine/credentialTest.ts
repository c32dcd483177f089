import './instance';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import type { ICredentialDataDecryptedObject, IDataObject, INode, INodeType } from 'n8n-workflow';
import { createEmptyRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { SonzaiApi } from '../../credentials/SonzaiApi.credentials';
import { additionalData } from './engine';

/** What the credential's window shows. */
export interface Verdict {
	readonly status: 'OK' | 'Error';
	readonly message: string;
}

interface Rule {
	readonly type: 'responseCode' | 'responseSuccessBody';
	readonly properties: { readonly value: unknown; readonly message: string; readonly key?: string };
}

const NODE: INode = {
	id: 'temp',
	name: 'Temp-Node',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	credentials: { sonzaiApi: { id: '1', name: 'Sonzai API' } },
};

/**
 * Tests a credential as n8n 2.41 does: its tester, which n8n-core does not hold, runs the type's
 * test request in a declarative node and judges by the type's rules.
 */
export async function testCredential(data: ICredentialDataDecryptedObject): Promise<Verdict> {
	const { request, rules } = new SonzaiApi().test;
	const type = declarativeNode(request);
	const workflow = new Workflow({
		nodes: [NODE],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		},
	});
	const input = { main: [[{ json: {} }]] };
	const context = new ExecuteContext(
		workflow,
		NODE,
		additionalData({ credentials: data }),
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		input,
		{ node: NODE, data: {}, source: null },
		[],
	);
	const checks = (rules ?? []) as unknown as Rule[];
	try {
		const routing = new RoutingNode(context, type, {
			id: '1',
			name: 'Sonzai API',
			type: 'sonzaiApi',
			data,
		});
		const answer = (await routing.runNode())?.[0]?.[0]?.json ?? {};
		return afterSuccess(answer, checks);
	} catch (error) {
		return afterFailure(error as Failure, checks);
	}
}

interface Failure extends Error {
	readonly cause?: {
		readonly code?: string;
		readonly response?: { readonly status: number; readonly statusText: string };
	};
}

function afterFailure({ message, cause }: Failure, rules: Rule[]): Verdict {
	const { response, code } = cause ?? {};
	if (response === undefined) return { status: 'Error', message: code ?? message };
	const rule = rules.find(
		({ type, properties }) => type === 'responseCode' && properties.value === response.status,
	);
	return { status: 'Error', message: rule?.properties.message ?? response.statusText };
}

function afterSuccess(answer: IDataObject, rules: Rule[]): Verdict {
	const broken = rules.find(
		({ type, properties }) =>
			type === 'responseSuccessBody' && answer[properties.key ?? ''] === properties.value,
	);
	if (broken) return { status: 'Error', message: broken.properties.message };
	return { status: 'OK', message: 'Connection successful!' };
}

function declarativeNode(request: SonzaiApi['test']['request']): INodeType {
	return {
		description: {
			displayName: 'No Operation',
			name: 'noOp',
			group: ['input'],
			version: 1,
			description: 'Runs the test request',
			defaults: { name: 'No Operation' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: 'sonzaiApi', required: true }],
			properties: [
				{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' },
			],
		},
	};
}
