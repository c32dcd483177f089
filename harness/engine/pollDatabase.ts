import type { IDataObject } from 'n8n-workflow';

/** What several n8n processes share, and what a crash leaves. */
export class Database {
	staticData: IDataObject = {};
	/** The durable cursors by the node's ID, where the instance has them. */
	readonly cursors = new Map<string, IDataObject>();
	/** What the workflow got, an entry for each execution. */
	readonly executions: IDataObject[][] = [];

	/** The durable cursor of the only node. */
	get cursor(): IDataObject | undefined {
		return [...this.cursors.values()][0];
	}

	/** All items of all executions, in their order. */
	get items(): IDataObject[] {
		return this.executions.flat();
	}
}
