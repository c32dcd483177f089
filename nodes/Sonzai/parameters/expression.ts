import type { FunctionsBase, IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from './invalidInput';

/** @returns whether a parameter as the user entered it is, or holds, an expression (n8n: a text that begins with `=`) */
export function hasExpression(entered: unknown): boolean {
	if (typeof entered === 'string') return entered.startsWith('=');
	if (typeof entered !== 'object' || entered === null) return false;
	return Object.values(entered).some(hasExpression);
}

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
		'Its expression gives nothing. Without the filter, this would be about everything: remove it if that is meant.',
	);
}
