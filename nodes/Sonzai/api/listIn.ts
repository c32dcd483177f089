import type { IDataObject } from 'n8n-workflow';

/**
 * Finds the list in an answer. The API names it after what it holds, the platform's guide calls it
 * `items`, and an empty list may be null: all are read.
 *
 * @param key the API's name of the list, from Sonzai's OpenAPI document
 * @returns undefined when there is none: an empty one must not be made up
 */
export function listIn(answer: IDataObject, key: string): unknown[] | undefined {
	const lists = [answer[key], answer.items];
	return lists.find((list) => Array.isArray(list)) ?? (lists.includes(null) ? [] : undefined);
}

/** @returns the entries of an answer that was held against `listOf` and its like */
export function entriesOf(answer: unknown, key: string): IDataObject[] {
	return (listIn((answer ?? {}) as IDataObject, key) ?? []) as IDataObject[];
}
