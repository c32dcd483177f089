import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { optionalText, requiredText, wholeNumber } from './values';
import { limit, returnAll } from './list';

/** The parameters of one input item, read by the fields that define them: a name and its label stand in one place. */
export class ItemParameters {
	/**
	 * @param now the moment at which times given relative to it are read
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		readonly itemIndex: number,
		readonly now: Date,
	) {}

	/** IANA name; dates without an offset are meant in it. */
	get timezone(): string {
		return this.context.getTimezone();
	}

	/** The value as it is, expressions resolved. */
	value(field: INodeProperties): unknown {
		return this.context.getNodeParameter(field.name, this.itemIndex, field.default);
	}

	/** @throws InvalidInput when it is empty or no single text */
	text(field: INodeProperties): string {
		return requiredText(this.value(field), field.displayName);
	}

	/**
	 * @param collection the collection that the field is an entry of
	 * @returns undefined when the user did not add the field, or left it empty
	 * @throws InvalidInput when it is no single text
	 */
	optionalText(field: INodeProperties, collection: INodeProperties): string | undefined {
		return optionalText(this.entry(field, collection), field.displayName);
	}

	/** @returns whether the user switched the field of the collection on */
	flag(field: INodeProperties, collection: INodeProperties): boolean {
		return (this.entry(field, collection) ?? field.default) === true;
	}

	/**
	 * How many results the user wants.
	 *
	 * @param cap the most that the platform gives; Return All means that many
	 * @throws InvalidInput for a limit that is no whole number from 1 to the cap
	 */
	limit(cap: number): number {
		if (this.value(returnAll) === true) return cap;
		return wholeNumber(this.value(limit), limit.displayName, { min: 1, max: cap });
	}

	private entry(field: INodeProperties, collection: INodeProperties): unknown {
		return (this.value(collection) as IDataObject | undefined)?.[field.name];
	}
}
