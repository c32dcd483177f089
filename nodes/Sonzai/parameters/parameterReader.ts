import type { FunctionsBase, IDataObject, INodeProperties } from 'n8n-workflow';
import { choice } from './choice';
import { identifier, identifierList } from './identifier';
import { refuseLostFilter } from './lostFilter';
import { wholeNumber } from './number';
import { optionalText, requiredText, textList } from './text';
import { switchedOn } from './toggle';

/**
 * The parameters of a node, read by the fields that define them: a name and its label stand in one
 * place. What is specific to a context is where a value comes from.
 */
export abstract class ParameterReader {
	protected constructor(private readonly node: Pick<FunctionsBase, 'getNode' | 'getTimezone'>) {}

	/** IANA name; dates without an offset are meant in it. */
	get timezone(): string {
		return this.node.getTimezone();
	}

	/** The value as it is, expressions resolved; the field's default when nothing is stored. */
	abstract value(field: INodeProperties): unknown;

	/** @returns the value of a field of a collection, undefined when the user did not add it */
	entry(field: INodeProperties, collection: INodeProperties): unknown {
		return (this.value(collection) as IDataObject | undefined)?.[field.name];
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
		return optionalText(this.given(field, collection), field.displayName);
	}

	/**
	 * An ID or a name.
	 *
	 * @throws InvalidInput when it is empty, or nothing that Sonzai could know
	 */
	id(field: INodeProperties): string {
		return identifier(this.text(field), field.displayName);
	}

	/**
	 * @returns undefined when the user did not add the field, or left it empty
	 * @throws InvalidInput when it is nothing that Sonzai could know
	 */
	optionalId(field: INodeProperties, collection?: INodeProperties): string | undefined {
		const text = this.optionalText(field, collection);
		return text === undefined ? undefined : identifier(text, field.displayName);
	}

	/**
	 * @returns the IDs or names, without blanks; empty when the user named none
	 * @throws InvalidInput when one of them is nothing that Sonzai could know
	 */
	ids(field: INodeProperties, collection?: INodeProperties): string[] {
		return identifierList(this.given(field, collection), field.displayName);
	}

	/**
	 * @returns the texts without blanks; empty when the user named none
	 * @throws InvalidInput when one of them is no text
	 */
	texts(field: INodeProperties): string[] {
		return textList(this.value(field), field.displayName);
	}

	/** @throws InvalidInput for nothing, and for what the field does not offer */
	choice(field: INodeProperties): string {
		return choice(this.value(field), field);
	}

	/**
	 * @returns whether the user switched the field of the collection on; its default when it was not added
	 * @throws InvalidInput for anything but true and false
	 */
	flag(field: INodeProperties, collection: INodeProperties): boolean {
		return switchedOn(this.entry(field, collection) ?? field.default, field.displayName);
	}

	/**
	 * @returns the number in the collection; the field's default when it was not added
	 * @throws InvalidInput for anything but a whole number that the panel lets the user enter: n8n does
	 * not hold what an expression or an import gives to it
	 */
	wholeNumber(field: INodeProperties, collection: INodeProperties): number {
		const { minValue: min = -Infinity, maxValue: max } = field.typeOptions ?? {};
		const value = this.entry(field, collection) ?? field.default;
		return wholeNumber(value, field.displayName, { min, max });
	}

	/**
	 * An entry of the filters.
	 *
	 * @returns undefined when the user did not add it, or left it empty
	 * @throws InvalidInput when it is no single text, or an expression that gives nothing: without the
	 * filter, the node would be about everything
	 */
	filter(field: INodeProperties, filters: INodeProperties): string | undefined {
		const text = this.optionalId(field, filters);
		if (text === undefined) this.refuseLostFilter(field, filters);
		return text;
	}

	/** An entry of the filters that names several: the same as {@link filter} for a list. */
	filterList(field: INodeProperties, filters: INodeProperties): string[] {
		const texts = this.ids(field, filters);
		if (texts.length === 0) this.refuseLostFilter(field, filters);
		return texts;
	}

	/** To be called when a filter is empty. See {@link refuseLostFilter} */
	refuseLostFilter(field: INodeProperties, filters: INodeProperties): void {
		refuseLostFilter(this.node, field, filters);
	}

	private given(field: INodeProperties, collection?: INodeProperties): unknown {
		return collection ? this.entry(field, collection) : this.value(field);
	}
}
