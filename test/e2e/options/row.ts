import type { Json } from './json';
import type { OptionStage } from './optionStage';
import type { Parameter } from './panel';
import { valuesShown } from './values';

/** Shows what one parameter does. */
export interface Row {
	/** As in `schedule › create › quietHoursFrom: over midnight`. */
	readonly name: string;
	/** The parameter's name. */
	readonly shows: string;
	/** Which of the values that matter. */
	readonly values: readonly string[];
	/** Throws when n8n or the platform shows something else. */
	run(stage: OptionStage): Promise<void>;
}

/** What every kind of row says. */
export interface Case {
	/** Ends the row's name; the value itself unless told. */
	readonly as?: string;
	/** The parameter's value; left out when it is not stored. */
	readonly value?: unknown;
}

/** @param run is given the parameters to store */
export function rowOf(
	parameter: Parameter,
	{ as, value }: Case,
	run: (stage: OptionStage) => Promise<void>,
): Row {
	return {
		name: `${parameter.name}: ${as ?? labelOf(value)}`,
		shows: parameter.name,
		values: valuesShown(parameter, value),
		run,
	};
}

function labelOf(value: unknown): string {
	return value === undefined
		? 'left out'
		: typeof value === 'string'
			? value
			: JSON.stringify(value);
}

/** Stores a value at the parameter's place, beside what is there. */
export function withValue(parameters: Json, { path }: Parameter, value: unknown): Json {
	if (value === undefined) return parameters;
	const [name = '', ...rest] = path;
	if (rest.length === 0) return { ...parameters, [name]: value };
	return { ...parameters, [name]: { ...(parameters[name] as Json), [rest.join()]: value } };
}

/** Adds parameters to others; collections are put together. */
export function together(parameters: Json, more: Json = {}): Json {
	const isCollection = (value: unknown): value is Json =>
		typeof value === 'object' && value !== null && !Array.isArray(value) && !('__rl' in value);
	return Object.entries(more).reduce((all, [name, value]) => {
		const known = all[name];
		const merged = isCollection(known) && isCollection(value) ? { ...known, ...value } : value;
		return { ...all, [name]: merged };
	}, parameters);
}
