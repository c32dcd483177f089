import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../events/jsonObject';
import { quoted } from '../errors/quote';
import { problemSummary } from './failure';
import { listIn } from './listIn';

/** What the API's contract promises of an answer, and how an answer is held against it. */
export interface Answer<T> {
	/** In words, as in `an object with "wakeup_id"`. */
	readonly promised: string;
	/** Pure. */
	readonly read: (received: Received) => Reading<T>;
}

/** An answer that says by its status that the request succeeded. */
export interface Received {
	/** HTTP status, 200 to 299. */
	readonly status: number;
	/** Parsed where it is JSON, the text otherwise. */
	readonly body: unknown;
	/** Whether an earlier attempt may have been carried out, and its answer was lost. */
	readonly repeated: boolean;
}

/** What was found: the answer; how it differs from what is promised; or that it says itself that nothing was done. */
export type Reading<T> =
	| { readonly answer: T }
	/** A clause, as in `got an empty object`. */
	| { readonly differs: string }
	| { readonly denied: string };

/** The type of a field: a text that is not empty, a number, or `true`. */
type FieldType = 'text' | 'number' | 'true';

const IS: Record<FieldType, (value: unknown) => boolean> = {
	text: isText,
	number: (value) => typeof value === 'number',
	true: (value) => value === true,
};

/**
 * An object with these fields. An answer whose `success`, or another field that has to be `true`, is
 * `false` says that nothing was done.
 *
 * @param fields those without which it is not a success; it may have others
 */
export function object(fields: Record<string, FieldType>): Answer<IDataObject> {
	const names = Object.keys(fields);
	return {
		promised: `an object with ${listed(names)}`,
		read: ({ body }) => {
			if (!isObject(body)) return { differs: `got ${described(body)}` };
			const denied = ['success', ...names].find((name) => body[name] === false);
			if (denied !== undefined && (denied === 'success' || fields[denied] === 'true')) {
				return { denied: `"${denied}" is false` };
			}
			const missing = names.find((name) => !IS[fields[name] as FieldType](body[name]));
			if (missing === undefined) return { answer: body };
			if (!Object.hasOwn(body, missing)) return { differs: `got ${described(body)}` };
			return { differs: `"${missing}" is ${described(body[missing])}` };
		},
	};
}

/** No content, as after a deletion (Sonzai's OpenAPI document: 204). */
export const nothing: Answer<undefined> = {
	promised: 'HTTP 204 without content',
	read: ({ status, body }) =>
		status === 204 ? { answer: undefined } : { differs: `got ${described(body)}` },
};

/**
 * A list of objects. The API names it after what it holds, the platform's guide calls it `items`, and
 * an empty list may be null.
 *
 * @param key the API's name of the list
 * @param id the field that names an entry: an entry without it could not be told from others
 */
export function listOf(key: string, id: string): Answer<IDataObject> {
	return list(key, ` of objects with "${id}"`, (entry) => {
		if (!isObject(entry)) return described(entry);
		return isText(entry[id])
			? undefined
			: `${described(entry)}, "${id}" being ${described(entry[id])}`;
	});
}

/** A list of texts. */
export function textsOf(key: string): Answer<IDataObject> {
	return list(key, ' of texts', (entry) => (isText(entry) ? undefined : described(entry)));
}

/** A list whose entries are judged one by one by whoever reads it. */
export function anyListOf(key: string): Answer<IDataObject> {
	return list(key, '', () => undefined);
}

/** @param refused describes an entry that is not as promised */
function list(
	key: string,
	ofWhat: string,
	refused: (entry: unknown) => string | undefined,
): Answer<IDataObject> {
	return {
		promised: `a list "${key}"${ofWhat}`,
		read: ({ body }) => {
			if (!isObject(body)) return { differs: `got ${described(body)}` };
			const entries = listIn(body, key);
			if (entries === undefined) return { differs: `got ${described(body)}` };
			for (const [index, entry] of entries.entries()) {
				const what = refused(entry);
				if (what !== undefined) return { differs: `its entry ${index + 1} is ${what}` };
			}
			if (body.has_more === true && !isText(body.next_cursor)) {
				return { differs: 'it says that there is more without saying where' };
			}
			return { answer: body };
		},
	};
}

/** Says what something is. Values stay out, but for the beginning of a text and what an error says of itself: they may be secrets. */
function described(value: unknown): string {
	if (value === undefined || value === '') return 'nothing';
	if (value === null) return 'null';
	if (typeof value === 'string') {
		// An answer that broke off may hold a secret.
		return /^\s*[[{"]/.test(value) ? 'broken JSON' : `the text "${quoted(value)}"`;
	}
	if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
	if (typeof value !== 'object') return `the ${typeof value} ${String(value)}`;
	const problem = problemSummary(value);
	if (problem !== undefined) return `the error "${problem}"`;
	const names = Object.keys(value);
	return names.length === 0 ? 'an empty object' : `an object with ${quoted(listed(names))}`;
}

function listed(names: readonly string[]): string {
	const [last, ...others] = names.map((name) => `"${name}"`).reverse();
	return others.length === 0 ? String(last) : `${others.reverse().join(', ')} and ${last}`;
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}
