import type { IDataObject } from 'n8n-workflow';
import type { SonzaiClient } from '../api/client';
import type { ListRequest } from '../api/listRequest';
import type { EarlierTries } from './earlierTries';
import type { Call, Fetcher, Found } from './fetcher';
import { readEntries } from './readEntries';
import { SharedReads } from './sharedReads';

/** The usual way: the outputs are what the answer holds. */
export class Outputs implements Fetcher<Call> {
	private readonly reads: SharedReads;

	constructor(
		private readonly client: SonzaiClient,
		private readonly tries: EarlierTries,
		calls: readonly Call[],
	) {
		this.reads = new SharedReads(
			async (request) => await client.send(request),
			calls.map(({ request }) => request),
		);
	}

	async of(call: Call, itemIndex: number): Promise<Found> {
		if ('output' in call) {
			const { request, output, parameters } = call;
			const answer = withoutSchema(
				request.method === 'GET'
					? await this.reads.send(request)
					: await this.client.send(request, this.tries.mayHaveDone(itemIndex, request)),
			);
			return { outputs: [output?.(answer, parameters) ?? answer] };
		}
		const { request, wanted, keep, toOutput } = call;
		const { entries, capped } = await readEntries(this.reads.send, request, wanted, keep);
		return { outputs: entries.map(toOutput), capHint: capped ? capHint(request) : undefined };
	}
}

/** Says that a list holds as many entries as the API gives at most, without a way to the others. */
export function capHint({ key, part }: ListRequest): string {
	return `Sonzai lists at most ${part?.max} ${key} at a time, and it returned that many: there may be more. Narrow the filters to see the rest.`;
}

/** Answers carry the address of their JSON Schema (Sonzai's OpenAPI document), which no workflow needs. */
function withoutSchema(answer: unknown): IDataObject {
	// After a `delete`, V8 would keep the object as a dictionary, several times as large.
	const fields = Object.entries(answer ?? {}).filter(([name]) => name !== '$schema');
	return Object.fromEntries(fields) as IDataObject;
}
