import type { INodeProperties } from 'n8n-workflow';

/** A field of a panel, once for each operation that shows it. */
export interface Parameter {
	/** As in `schedule › create › quietHoursFrom`; fields of a collection stand beside the others. */
	readonly name: string;
	/** Where the parameter is stored: the names of its collection, if it is in one, and its own. */
	readonly path: readonly string[];
	readonly field: INodeProperties;
}

/** Fields that n8n itself adds to a panel: a polling trigger's Poll Times. */
const FIELDS_OF_N8N = new Set(['pollTimes']);

/**
 * Every parameter that the user can set, from a node's or a credential's description.
 *
 * @param place begins the names where the fields do not depend on a resource and an operation
 * @throws Error when two parameters have the same name
 */
export function parametersOf(
	place: string,
	properties: readonly INodeProperties[],
): Map<string, Parameter> {
	const found = new Map<string, Parameter>();
	for (const field of properties) {
		if (field.type === 'notice' || FIELDS_OF_N8N.has(field.name)) continue;
		for (const shownAt of placesOf(place, field)) {
			for (const { path, inner } of unfolded(field)) {
				const name = `${shownAt} › ${path.at(-1)}`;
				const known = found.get(name);
				if (known && known.path.join() !== path.join()) {
					throw new Error(`Two parameters are called ${name}`);
				}
				found.set(
					name,
					known ? { ...known, field: merged(known.field, inner) } : { name, path, field: inner },
				);
			}
		}
	}
	return found;
}

function placesOf(place: string, { displayOptions }: INodeProperties): string[] {
	const { resource, operation } = (displayOptions?.show ?? {}) as Record<string, string[]>;
	if (resource === undefined) return [place];
	return resource.flatMap((one) => operation?.map((other) => `${one} › ${other}`) ?? [one]);
}

/** A collection has no value of its own: its fields stand in its place. */
function unfolded(field: INodeProperties): Array<{ path: string[]; inner: INodeProperties }> {
	if (field.type !== 'collection') return [{ path: [field.name], inner: field }];
	return ((field.options ?? []) as INodeProperties[]).map((inner) => ({
		path: [field.name, inner.name],
		inner,
	}));
}

/** A field that is described twice, for different choices, offers what either offers. */
function merged(one: INodeProperties, other: INodeProperties): INodeProperties {
	const options = [...(one.options ?? []), ...(other.options ?? [])];
	return options.length > 0 ? { ...one, options } : one;
}
