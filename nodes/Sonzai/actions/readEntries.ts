import type { IDataObject } from 'n8n-workflow';
import type { ApiRequest } from '../api/request';
import type { ListRequest } from '../api/listRequest';
import { isFull } from '../api/listRequest';
import { pages } from '../api/pagination';
import { entriesOf } from '../api/listIn';

/** What a list gave. */
export interface Entries {
	readonly entries: IDataObject[];
	/** Whether the platform may have more, but gives no more at a time and has no cursor. */
	readonly capped: boolean;
}

/**
 * Reads a list, following the cursor until there is enough.
 *
 * @param request for the first page
 * @param wanted how many entries at most
 * @throws RequestFailure
 */
export async function readEntries(
	send: (request: ApiRequest) => Promise<unknown>,
	request: ListRequest,
	wanted: number,
	keep: (entry: IDataObject) => boolean = () => true,
): Promise<Entries> {
	const { key, part } = request;
	const found: IDataObject[] = [];
	for await (const answer of pages(send, request)) {
		const page = entriesOf(answer, key);
		found.push(...page.filter(keep).slice(0, wanted - found.length));
		if (part?.parameter !== 'page_size' || found.length >= wanted) {
			const capped = isFull(request, page.length) && found.length < wanted;
			return { entries: found, capped };
		}
	}
	return { entries: found, capped: false };
}
