import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { comparableId } from './ids';
import type { ParameterReader } from './parameterReader';

export const userId: INodeProperties = {
	displayName: 'User ID',
	name: 'userId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. user-123',
	description: 'The ID of the user, as you set it in Sonzai',
};

export const userIdFilter: INodeProperties = {
	displayName: 'User ID',
	name: 'userId',
	type: 'string',
	default: '',
	placeholder: 'e.g. user-123',
	description: 'Only results that concern this user',
};

/**
 * The filter by user for lists that the API can't filter.
 *
 * @param filters the collection that holds the user
 * @returns undefined when no user is given
 */
export function ofUser(
	parameters: ParameterReader,
	filters: INodeProperties,
): ((entry: IDataObject) => boolean) | undefined {
	const user = parameters.filter(userIdFilter, filters);
	if (user === undefined) return undefined;
	return ({ user_id }) => comparableId(String(user_id)) === comparableId(user);
}
