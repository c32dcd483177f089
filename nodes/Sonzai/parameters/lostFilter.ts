import type { FunctionsBase, IDataObject, INodeProperties } from 'n8n-workflow';
import { hasExpression } from './expression';
import { InvalidInput } from '../errors/invalidInput';

/**
 * To be called when a filter is empty.
 *
 * @param filters the collection that holds the filter
 * @throws InvalidInput when an expression was to give it: without the filter, the node would be about
 * everything. n8n leaves what an expression does not give out of a collection, as if it was not added.
 */
export function refuseLostFilter(
	context: Pick<FunctionsBase, 'getNode'>,
	field: INodeProperties,
	filters: INodeProperties,
): void {
	const entered = context.getNode().parameters[filters.name] as IDataObject | undefined;
	if (!hasExpression(entered?.[field.name])) return;
	throw new InvalidInput(
		`The filter '${field.displayName}' is empty`,
		'Its expression returns nothing. Without the filter, this would apply to everything: remove the filter if that is what you want.',
	);
}
