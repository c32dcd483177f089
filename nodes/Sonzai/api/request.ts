import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';
import type { Answer } from './answer';
import type { Doubt } from './failure';

/** One request of the API, as data. */
export interface ApiRequest<T = unknown> {
	readonly method: IHttpRequestMethods;
	/** Below `/api/v1`, already percent-encoded (see `path`). */
	readonly path: string;
	readonly query?: IDataObject;
	readonly body?: IDataObject;
	/** What the body holds that no error may repeat, as an answer may. */
	readonly secret?: string;
	/** What an answer must hold to be a success. */
	readonly answer: Answer<T>;
	/**
	 * Whether Sonzai's 404 is a success, as for a removal of what is gone already; `whenRepeated` where
	 * it is one only after an attempt whose answer was lost, which is what removed it.
	 */
	readonly absentIsFine?: true | 'whenRepeated';
	/**
	 * Set for a request that creates something anew each time it is carried out: it is never sent
	 * again when it may have arrived. The sentence tells the user what may exist, and where to look.
	 */
	readonly mayHaveHappened?: Doubt;
}
