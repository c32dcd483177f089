import type { INodeProperties } from 'n8n-workflow';
import { parametersOf } from './panel';
import type { Row } from './row';
import { valuesThatMatter } from './values';

export interface Coverage {
	readonly parameters: number;
	readonly values: number;
	/** Parameters, and values of parameters, that no row shows. */
	readonly missing: string[];
	/** Parameters that rows show and no panel has. */
	readonly unknown: string[];
}

/** A node or a credential, as far as its panel goes. */
export interface Described {
	readonly displayName: string;
	readonly properties: INodeProperties[];
}

/** Holds the rows against the panels. */
export function coverageOf(panels: readonly Described[], rows: readonly Row[]): Coverage {
	const parameters = new Map(
		panels.flatMap(({ displayName, properties }) => [...parametersOf(displayName, properties)]),
	);
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
	return { parameters: parameters.size, values, missing, unknown };
}
