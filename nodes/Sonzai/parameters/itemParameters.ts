import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { refuseLostFilter } from './lostFilter';
import type { FixedParameters } from './fixedParameters';
import { optionalText, requiredText, switchedOn, wholeNumber } from './values';
import { limit, returnAll } from './list';

/** The parameters of one input item, read by the fields that define them: a name and its label stand in one place. */
export class ItemParameters {
	/** Resolved expressions: resolving one costs as much as a quarter of a request. There are as many of these as items: a Map would take four times as much memory. */
	private readonly resolved: Record<string, unknown> = {};

	/**
	 * @param fixed shared by the items of an execution
	 * @param now the moment at which times given relative to it are read
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly fixed: FixedParameters,
		readonly itemIndex: number,
		readonly now: Date,
	) {}

	/** IANA name; dates without an offset are meant in it. */
	get timezone(): string {
		return this.context.getTimezone();
	}

	/** The value as it is, expressions resolved. */
	value(field: INodeProperties): unknown {
		const { name } = field;
		const fixed = this.fixed.find(field);
		if (fixed !== undefined) return fixed.value;
		if (Object.hasOwn(this.resolved, name)) return this.resolved[name];
		// n8n's own validation would look for the field among those of all operations, each time.
		const options = { skipValidation: true };
		this.resolved[name] = this.context.getNodeParameter(
			name,
			this.itemIndex,
			field.default,
			options,
		);
		return this.resolved[name];
	}

	/** @throws InvalidInput when it is empty or no single text */
	text(field: INodeProperties): string {
		return requiredText(this.value(field), field.displayName);
	}

	/**
	 * @param collection the collection that the field is an entry of, if it is one
	 * @returns undefined when the user did not add the field, or left it empty
	 * @throws InvalidInput when it is no single text
	 */
	optionalText(field: INodeProperties, collection?: INodeProperties): string | undefined {
		const value = collection ? this.entry(field, collection) : this.value(field);
		return optionalText(value, field.displayName);
	}

	/**
	 * An entry of the filters.
	 *
	 * @returns undefined when the user did not add it, or left it empty
	 * @throws InvalidInput when it is no single text, or an expression that gives nothing: without the
	 * filter, the operation would be about everything
	 */
	filter(field: INodeProperties, filters: INodeProperties): string | undefined {
		const text = this.optionalText(field, filters);
		if (text === undefined) this.refuseLostFilter(field, filters);
		return text;
	}

	/** To be called when a filter is empty. See {@link refuseLostFilter} */
	refuseLostFilter(field: INodeProperties, filters: INodeProperties): void {
		refuseLostFilter(this.context, field, filters);
	}

	/**
	 * @returns whether the user switched the field of the collection on; its default when it was not added
	 * @throws InvalidInput for anything but true and false
	 */
	flag(field: INodeProperties, collection: INodeProperties): boolean {
		return switchedOn(this.entry(field, collection) ?? field.default, field.displayName);
	}

	/**
	 * How many results the user wants; Infinity for all.
	 *
	 * @throws InvalidInput for a limit that is no whole number above 0, and a switch neither on nor off
	 */
	limit(): number {
		if (switchedOn(this.value(returnAll), returnAll.displayName)) return Infinity;
		return wholeNumber(this.value(limit), limit.displayName, { min: 1 });
	}

	/** @returns the value of a field of a collection, undefined when the user did not add it */
	entry(field: INodeProperties, collection: INodeProperties): unknown {
		return (this.value(collection) as IDataObject | undefined)?.[field.name];
	}
}
