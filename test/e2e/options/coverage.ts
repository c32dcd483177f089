import type { Parameter } from './panel';
import { valuesThatMatter } from './values';
import type { Row } from './row';

export interface Coverage {
	readonly parameters: number;
	readonly values: number;
	readonly rows: number;
	/** Parameters, and values of parameters, that no row shows. */
	readonly missing: string[];
	/** Parameters that rows show and no panel has. */
	readonly unknown: string[];
}

/** Holds the rows against the panels. */
export function coverageOf(
	parameters: ReadonlyMap<string, Parameter>,
	rows: readonly Row[],
): Coverage {
	const shown = new Map<string, Set<string>>();
	for (const { shows, values } of rows) {
		const known = shown.get(shows) ?? new Set();
		shown.set(shows, known);
		for (const value of values) known.add(value);
	}
	const missing: string[] = [];
	let values = 0;
	for (const { name, field } of parameters.values()) {
		const known = shown.get(name);
		if (known === undefined) missing.push(name);
		for (const value of valuesThatMatter(field)) {
			values += 1;
			if (known && !known.has(value)) missing.push(`${name} = ${value}`);
		}
	}
	const unknown = [...shown.keys()].filter((name) => !parameters.has(name));
	return { parameters: parameters.size, values, rows: rows.length, missing, unknown };
}
