import type { IDataObject } from 'n8n-workflow';

/** Something that waits to be handed over to the workflow. */
export interface Message {
	/** Tells it from everything else that the node watches; see `isUsableId`. */
	readonly id: string;
	/** RFC 3339, by the platform's clock; empty when it gave none. */
	readonly createdAt: string;
	/** The item that the workflow gets. */
	readonly json: IDataObject;
	/** Why no request can name it, as in `message_id ".."`. */
	readonly defect?: string;
}

/** What the platform shows of a queue. */
export interface Listing {
	readonly messages: readonly Message[];
	/** Entries that are not messages at all. */
	readonly leftOut?: readonly unknown[];
	/** Whether there may be more than the platform shows at once. */
	readonly isFull: boolean;
	/** How many of the shown ones the user's filters leave out; they take up room. */
	readonly filteredOut?: number;
	/** For a queue that is a log: the next listing need not reach back beyond this, in RFC 3339. */
	readonly since?: string;
}
