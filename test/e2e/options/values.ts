import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyMode,
	INodePropertyOptions,
	NodePropertyTypes,
} from 'n8n-workflow';
import type { Parameter } from './panel';

/** Of a kind of field: the values that differ in what they do, and which of them a stored value is. */
interface Kind {
	matter(field: INodeProperties): string[];
	shown(value: unknown, field: INodeProperties): string[];
}

/** An option that n8n itself adds to Resource and Operation: it leads to the HTTP Request node. */
const OPTION_OF_N8N = '__CUSTOM_API_CALL__';

/** A text; where the description speaks of commas, it may be a list, too. */
const TEXT: Kind = {
	matter: ({ description = '' }) => (/commas/.test(description) ? ['text', 'list'] : ['text']),
	shown: (value) => [textOrList(value)],
};

const KINDS: Partial<Record<NodePropertyTypes, Kind>> = {
	options: { matter: offered, shown: (value) => [String(value as string)] },
	multiOptions: {
		matter: (field) => (field.options ? offered(field) : ['text', 'list']),
		shown: (value, { options }) =>
			options && Array.isArray(value) ? value.map(String) : [textOrList(value)],
	},
	boolean: { matter: () => ['false', 'true'], shown: (value) => [String(value as boolean)] },
	number: {
		matter({ typeOptions: { minValue, maxValue } = {} }) {
			return [
				...(minValue === undefined ? [] : ['below the smallest', 'smallest']),
				...(maxValue === undefined ? [] : ['largest', 'above the largest']),
			];
		},
		shown(value, { typeOptions: { minValue, maxValue } = {} }) {
			const number = Number(value);
			const is = (label: string, holds: boolean) => (holds ? [label] : []);
			return [
				...is('below the smallest', minValue !== undefined && number < minValue),
				...is('smallest', number === minValue),
				...is('largest', number === maxValue),
				...is('above the largest', maxValue !== undefined && number > maxValue),
			];
		},
	},
	resourceLocator: {
		matter: ({ modes = [] }) => modes.map(({ name }: INodePropertyMode) => `mode ${name}`),
		shown: (value) => [`mode ${(value as { mode?: string }).mode ?? 'of an expression'}`],
	},
	dateTime: {
		matter: () => ['with an offset', 'without an offset'],
		shown: (value) => [
			/(z|[+-]\d\d:\d\d)$/i.test(value as string) ? 'with an offset' : 'without an offset',
		],
	},
	fixedCollection: {
		matter: ({ options = [] }) =>
			(options as INodePropertyCollection[]).flatMap(({ values }) =>
				values.map(({ name }) => `entry's ${name}`),
			),
		shown: (value) =>
			Object.values(value as Record<string, object[]>)
				.flat()
				.flatMap((entry) => Object.keys(entry).map((name) => `entry's ${name}`)),
	},
};

/** The values of a field that differ in what they do, by the labels that `valuesShown` gives. */
export function valuesThatMatter(field: INodeProperties): string[] {
	return [...new Set((KINDS[field.type] ?? TEXT).matter(field))];
}

/**
 * Which of the values that matter a stored value is.
 *
 * @param value undefined where nothing is stored: the field's default, unless it is in a collection
 */
export function valuesShown({ field, path }: Parameter, value: unknown): string[] {
	if (value === undefined && path.length > 1) return [];
	return (KINDS[field.type] ?? TEXT).shown(value ?? field.default, field);
}

function offered({ options = [] }: INodeProperties): string[] {
	return (options as INodePropertyOptions[])
		.map(({ value }) => String(value))
		.filter((value) => value !== OPTION_OF_N8N);
}

/** A list comes from an expression in a field for text. */
function textOrList(value: unknown): string {
	return Array.isArray(value) || /^=\{\{ \[/.test(value as string) ? 'list' : 'text';
}
