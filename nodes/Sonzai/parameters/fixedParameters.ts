import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** The parameters as the user entered them, expressions unresolved: the same for every item, and read once. */
export class FixedParameters {
	private readonly entered = new Map<string, Entered>();

	constructor(private readonly context: IExecuteFunctions) {}

	/** @returns the value, wrapped; undefined when an expression makes it different from item to item */
	find(field: INodeProperties): { readonly value: unknown } | undefined {
		const entered = this.read(field);
		return entered.isFixed ? entered : undefined;
	}

	/** @returns whether an expression is to give the entry of the collection */
	isComputed(field: INodeProperties, collection: INodeProperties): boolean {
		return hasExpression((this.read(collection).value as IDataObject)[field.name]);
	}

	private read({ name, default: fallback }: INodeProperties): Entered {
		const known = this.entered.get(name);
		if (known) return known;
		const options = { rawExpressions: true };
		const value: unknown = this.context.getNodeParameter(name, 0, fallback, options);
		const entered = { value, isFixed: !hasExpression(value) };
		this.entered.set(name, entered);
		return entered;
	}
}

interface Entered {
	readonly value: unknown;
	readonly isFixed: boolean;
}

function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(hasExpression);
}
