import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { INodeExecutionData, INodeType } from 'n8n-workflow';
import { concurrency } from '../nodes/Sonzai/parameters/collections';
import { nodeTypes } from '../harness/engine/nodeTypes';
import { bareCalls } from './bareCalls';
import { consumeByHttpRequest, consumeByNode, numbered } from './consume';
import { runNode } from './nodeRun';

/** How many items the node works on at once, unless told. */
export const CONCURRENCY = Number(concurrency.default);

/** Where and how much is consumed. */
export interface Job {
	readonly url: string;
	readonly count: number;
	/** n8n's installation, for its own nodes. */
	readonly n8nFolder: string;
}

/** Ways to consume notifications. The nodes give their output, bare calls nothing. */
export const CONTENDERS = {
	async node({ url, count }: Job): Promise<INodeExecutionData[]> {
		const node = consumeByNode('={{ $json.id }}');
		const type = nodeTypes.getByNameAndVersion(node.type);
		return await runNode(node, type, numbered(count), url);
	},

	async httpRequest({ url, count, n8nFolder }: Job): Promise<INodeExecutionData[]> {
		const node = consumeByHttpRequest(url, '{{ $json.id }}');
		const type = httpRequestNode(n8nFolder).getNodeType(node.typeVersion);
		return await runNode(node, type, numbered(count), url);
	},

	async bareCalls({ url, count }: Job): Promise<[]> {
		await bareCalls(url, count, CONCURRENCY);
		return [];
	},

	async oneAfterTheOther({ url, count }: Job): Promise<[]> {
		await bareCalls(url, count, 1);
		return [];
	},
};

export type Contender = keyof typeof CONTENDERS;

interface VersionedNode {
	getNodeType(version: number): INodeType;
}

function httpRequestNode(n8nFolder: string): VersionedNode {
	const file = 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js';
	const { HttpRequest } = createRequire(__filename)(join(n8nFolder, 'node_modules', file)) as {
		HttpRequest: new () => VersionedNode;
	};
	return new HttpRequest();
}
