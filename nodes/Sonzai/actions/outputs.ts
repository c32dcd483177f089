import type { IDataObject } from 'n8n-workflow';
import type { SonzaiClient } from '../api/client';
import type { ListRequest } from '../api/list';
import { asking } from '../api/list';
import type { Call, ListCall } from './call';
import type { FollowUp, ObjectOperation, Operation } from './operation';
import type { Entries } from './readEntries';
import { readEntries } from './readEntries';
import { keyOf, SharedReads } from './sharedReads';

/** Fetches the outputs of the items of one execution. */
export class Outputs {
	/** Says that a list may have been cut; undefined when none was. */
	capHint?: string;

	private readonly reads: SharedReads;
	/** Entries that a follow-up is meant for, by their identity: each is handed on once. */
	private readonly claimed = new Set<string>();
	/** By path: the latest item that reads the list, and how many of its entries are claimed. */
	private readonly lists = new Map<string, { latest: Promise<unknown>; claims: number }>();
	/** Requests whose answers hold nothing that is not claimed. */
	private readonly exhausted = new Set<string>();

	constructor(
		private readonly client: SonzaiClient,
		private readonly operation: Operation,
		calls: readonly Call[],
	) {
		this.reads = new SharedReads(
			async (request) => await client.send(request),
			calls.map(({ request }) => request),
		);
	}

	/** @throws RequestFailure */
	async of(call: Call): Promise<IDataObject[]> {
		if (call.list === undefined) {
			const { output } = this.operation as ObjectOperation;
			const answer = withoutSchema(await this.reads.send(call.request));
			return [output?.(answer, call.parameters) ?? answer];
		}
		const { followUp, list, request } = call;
		const { entries, capped } = followUp
			? await this.unclaimed(call, followUp)
			: await readEntries(this.reads.send, request, call.wanted, call.keep);
		if (capped) this.capHint = capHint(request);
		return entries.map((entry) => list.output?.(entry) ?? { ...entry });
	}

	/**
	 * Reads what no item before has claimed. Items that read the same list do it one after the other,
	 * each asking for so much more as is claimed already.
	 */
	private async unclaimed(call: ListCall, followUp: FollowUp): Promise<Entries> {
		const { request, wanted, keep } = call;
		const place = this.lists.get(request.path) ?? { latest: Promise.resolve(), claims: 0 };
		this.lists.set(request.path, place);
		const key = keyOf(request);
		const read = async () => {
			if (this.exhausted.has(key)) return { entries: [], capped: false };
			const enough = wanted + place.claims;
			const { entries, capped } = await readEntries(
				async (page) => await this.client.send(page),
				asking(request, keep ? Infinity : enough),
				enough,
				keep,
			);
			const unclaimed = entries.filter((entry) => !this.claimed.has(followUp.identity(entry)));
			if (!keep && !capped && entries.length < enough && unclaimed.length <= wanted) {
				this.exhausted.add(key);
			}
			const fresh = unclaimed.slice(0, wanted);
			for (const entry of fresh) this.claimed.add(followUp.identity(entry));
			place.claims += fresh.length;
			return { entries: fresh, capped };
		};
		const reading = place.latest.then(read);
		place.latest = reading.catch(() => undefined);
		return await reading;
	}
}

function capHint({ key, part }: ListRequest): string {
	return `Sonzai lists at most ${part?.max} ${key} at a time, and there were that many: there may be more. Narrow the filters to see the others.`;
}

/** Answers carry the address of their JSON Schema (Sonzai's OpenAPI document), which no workflow needs. */
function withoutSchema(answer: unknown): IDataObject {
	// After a `delete`, V8 would keep the object as a dictionary, several times as large.
	const fields = Object.entries(answer ?? {}).filter(([name]) => name !== '$schema');
	return Object.fromEntries(fields) as IDataObject;
}
