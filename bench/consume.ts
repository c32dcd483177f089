import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** A node with its parameters, as a workflow holds it. */
export interface ConfiguredNode {
	readonly type: string;
	readonly typeVersion: number;
	readonly parameters: INodeParameters;
}

/** @param notificationId as the user enters it */
export function consumeByNode(notificationId: string): ConfiguredNode {
	return {
		type: 'n8n-nodes-sonzai.sonzai',
		typeVersion: 1,
		parameters: {
			resource: 'notification',
			operation: 'consume',
			agentId: { __rl: true, mode: 'id', value: 'luna' },
			notificationId,
		},
	};
}

/** @param notificationId as a part of the URL */
export function consumeByHttpRequest(url: string, notificationId: string): ConfiguredNode {
	return {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url: `=${url}/api/v1/agents/luna/notifications/${notificationId}/consume`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'sonzaiApi',
			options: {},
		},
	};
}

/** Input items, each with the ID of a notification. */
export function numbered(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({ id: `m${index}` }));
}
