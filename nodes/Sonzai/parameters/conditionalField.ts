import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/**
 * A field that the panel shows only while other fields have certain values.
 *
 * n8n never demands it: where an expression makes the choice, n8n takes every field that depends on
 * it for shown and, before the node runs, demands those that the choice does not need. What is
 * needed is demanded when the parameters are read.
 *
 * @param show the values that each of the other fields must have, by their names
 */
export function shownIf(
	show: NonNullable<IDisplayOptions['show']>,
	field: INodeProperties,
): INodeProperties {
	return { ...field, required: false, displayOptions: { show } };
}
