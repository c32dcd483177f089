import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { FixedParameters } from './fixedParameters';
import { limit, returnAll } from './limit';
import { wholeNumber } from './number';
import { ParameterReader } from './parameterReader';
import { switchedOn } from './toggle';

/** The parameters of one input item. */
export class ItemParameters extends ParameterReader {
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
	) {
		super(context);
	}

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

	/**
	 * How many results the user wants; Infinity for all.
	 *
	 * @throws InvalidInput for a limit that is no whole number above 0, and a switch neither on nor off
	 */
	limit(): number {
		if (switchedOn(this.value(returnAll), returnAll.displayName)) return Infinity;
		return wholeNumber(this.value(limit), limit.displayName, { min: 1 });
	}
}
