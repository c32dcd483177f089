import type { IDataObject } from 'n8n-workflow';

/**
 * Takes the list out of an answer that was held against `listOf` and its like. The API names it after
 * what it holds, the platform's guide calls it `items`, and an empty list may be null: all are read.
 *
 * @param key the API's name of the list, from Sonzai's OpenAPI document
 */
export function rows(answer: unknown, key: string): IDataObject[] {
	const { [key]: list, items } = (answer ?? {}) as Record<string, IDataObject[] | null | undefined>;
	return (list ?? items ?? []).filter((entry) => entry !== null);
}
