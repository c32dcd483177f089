import type { IDataObject } from 'n8n-workflow';
import { RequestFailure } from '../errors/requestFailure';

/**
 * Takes the list out of an answer. The wire names it after what it holds, the platform's guide
 * calls it `items`, and an empty list may be null: all are read. Entries that are null are left out.
 *
 * @param key the wire's name of the list, from Sonzai's OpenAPI document
 * @throws RequestFailure when the answer holds no such list: an empty one must not be made up
 */
export function rows(answer: unknown, key: string): IDataObject[] {
	const envelope = (answer ?? {}) as IDataObject;
	for (const name of [key, 'items']) {
		const list = envelope[name];
		if (Array.isArray(list)) return list.filter((entry) => entry !== null) as IDataObject[];
		if (list === null) return [];
	}
	throw new RequestFailure(
		`Sonzai's answer holds no "${key}"`,
		'Check the Base URL in the Sonzai API credential. If it is right, please report this with the name of the operation.',
	);
}
