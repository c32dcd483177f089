import type { IDataObject } from 'n8n-workflow';
import type { SonzaiClient } from '../api/client';
import type { ListRequest } from '../api/listRequest';
import type { ApiRequest } from '../api/request';
import type { ItemParameters } from '../parameters/itemParameters';
import type { EarlierTries } from './earlierTries';

/** What is to be done for one item, read before anything is sent. */
export type Call = ObjectCall | ListCall;

export interface ObjectCall {
	readonly parameters: ItemParameters;
	readonly request: ApiRequest;
	/** The output that the answer becomes; the answer itself without it. */
	readonly output: ((answer: IDataObject, parameters: ItemParameters) => IDataObject) | undefined;
	readonly fetching?: undefined;
}

export interface ListCall {
	readonly parameters: ItemParameters;
	/** For the first page. */
	readonly request: ListRequest;
	/** How many entries of the list the user wants; Infinity for all. */
	readonly wanted: number;
	readonly keep?: (entry: IDataObject) => boolean;
	/** What becomes of an entry. */
	readonly toOutput: (entry: IDataObject) => IDataObject;
	/** How the outputs are fetched, where not in the usual way. */
	readonly fetching?: Fetching;
}

/** What was found for one item. */
export interface Found {
	readonly outputs: readonly IDataObject[];
	/** Says that the list may have been cut; absent when it was not. */
	readonly capHint?: string;
}

/** What fetches the outputs of the items of one try. */
export interface Fetcher<C extends Call = ListCall> {
	/** @throws RequestFailure */
	of(call: C, itemIndex: number): Promise<Found>;
	/**
	 * What remains to be done when the outputs of all items were fetched; it does not fail.
	 *
	 * @param limit how many requests are sent at a time
	 * @returns the outputs as they are afterwards
	 */
	finish?(found: ReadonlyMap<number, Found>, limit: number): Promise<Map<number, Found>>;
}

/** Another way of fetching the outputs of a list than the usual one. */
export type Fetching = (client: SonzaiClient, tries: EarlierTries) => Fetcher;
