import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { hasExpression } from './expression';

/** The parameters without an expression: they are the same for every item, and read once. */
export class FixedParameters {
	private readonly known = new Map<string, { readonly value: unknown } | undefined>();

	constructor(private readonly context: IExecuteFunctions) {}

	/** @returns the value, wrapped; undefined when an expression makes it different from item to item */
	find(field: INodeProperties): { readonly value: unknown } | undefined {
		if (!this.known.has(field.name)) this.known.set(field.name, this.read(field));
		return this.known.get(field.name);
	}

	private read({ name, default: fallback }: INodeProperties) {
		const options = { rawExpressions: true };
		const value: unknown = this.context.getNodeParameter(name, 0, fallback, options);
		return hasExpression(value) ? undefined : { value };
	}
}
