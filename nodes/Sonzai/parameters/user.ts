import type { INodeProperties } from 'n8n-workflow';

export const userId: INodeProperties = {
	displayName: 'User ID',
	name: 'userId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. user-123',
	description: 'The user, by the ID that you gave them in Sonzai',
};

export const userIdFilter: INodeProperties = {
	displayName: 'User ID',
	name: 'userId',
	type: 'string',
	default: '',
	placeholder: 'e.g. user-123',
	description: 'Only results that concern this user',
};
