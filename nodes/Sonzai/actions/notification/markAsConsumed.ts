import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { SonzaiClient } from '../../api/client';
import { mapInGroups } from '../mapInGroups';
import { asking } from '../../api/listRequest';
import { notificationRequests } from '../../api/requests/notifications';
import type { ItemParameters } from '../../parameters/itemParameters';
import { optionsField } from '../../parameters/collections';
import type { Fetcher, Fetching, Found, ListCall } from '../fetcher';
import type { EarlierTries } from '../earlierTries';
import { capHint } from '../outputs';
import { readEntries } from '../readEntries';
import { keyOf } from '../sharedReads';

export const markAsConsumed: INodeProperties = {
	displayName: 'Mark as Consumed',
	name: 'consume',
	type: 'boolean',
	default: false,
	description:
		'Whether to mark the returned notifications as handled, so that the next run does not return them again',
};

/** Notifications are fetched by {@link ConsumingOutputs} where the user wants them consumed. */
export function consumingIfWanted(parameters: ItemParameters): Fetching | undefined {
	return parameters.flag(markAsConsumed, optionsField()) ? consuming : undefined;
}

const consuming: Fetching = (client, tries) => new ConsumingOutputs(client, tries);

/** A list that several items read. */
interface Place {
	/** The latest item that reads it. */
	latest: Promise<unknown>;
	/** How many of its entries are claimed. */
	claims: number;
}

/**
 * Hands each notification over once, to the first item that finds it, and marks it as consumed. It is
 * handed over whatever becomes of that: a failure is told on the notification concerned, because
 * failing the item would lose the others.
 */
class ConsumingOutputs implements Fetcher {
	/** The IDs of the notifications that an item got. */
	private readonly claimed: Set<string>;
	/** By path. */
	private readonly places = new Map<string, Place>();
	/** Requests whose answers hold nothing that is not claimed. */
	private readonly exhausted = new Set<string>();

	constructor(
		private readonly client: SonzaiClient,
		private readonly tries: EarlierTries,
	) {
		this.claimed = new Set(tries.handedOver);
	}

	/**
	 * Reads what no item before has claimed. Items that read the same list do it one after the other,
	 * each asking for so much more as is claimed already.
	 */
	async of(call: ListCall): Promise<Found> {
		const { path } = call.request;
		const place = this.places.get(path) ?? {
			latest: Promise.resolve(),
			claims: this.claimed.size,
		};
		this.places.set(path, place);
		const reading = place.latest.then(async () => await this.read(call, place));
		place.latest = reading.catch(() => undefined);
		return await reading;
	}

	private async read({ request, wanted, keep, toOutput }: ListCall, place: Place): Promise<Found> {
		const key = keyOf(request);
		if (this.exhausted.has(key)) return { outputs: [] };
		const enough = wanted + place.claims;
		const { entries, capped } = await readEntries(
			async (page) => await this.client.send(page),
			asking(request, keep ? Infinity : enough),
			enough,
			keep,
		);
		const unclaimed = entries.filter((entry) => !this.claimed.has(idOf(entry)));
		if (!keep && !capped && entries.length < enough && unclaimed.length <= wanted) {
			this.exhausted.add(key);
		}
		const fresh = unclaimed.slice(0, wanted);
		for (const entry of fresh) this.claimed.add(idOf(entry));
		place.claims += fresh.length;
		return { outputs: fresh.map(toOutput), capHint: capped ? capHint(request) : undefined };
	}

	/** Not before all lists are read: an item that stops the node must not lose what was consumed. */
	async finish(found: ReadonlyMap<number, Found>, limit: number): Promise<Map<number, Found>> {
		const all = [...found].flatMap(([itemIndex, { outputs }]) =>
			outputs.map((notification) => ({ itemIndex, notification })),
		);
		const consumed = await mapInGroups(all, limit, async ({ itemIndex, notification }) => {
			this.tries.handedOver.add(idOf(notification));
			return { itemIndex, notification: await this.consume(notification) };
		});
		const finished = new Map<number, IDataObject[]>([...found.keys()].map((index) => [index, []]));
		for (const { itemIndex, notification } of consumed) finished.get(itemIndex)?.push(notification);
		for (const [itemIndex, outputs] of finished) {
			if (outputs.length > 0) this.tries.succeeded(itemIndex, outputs);
		}
		return new Map([...finished].map(([itemIndex, outputs]) => [itemIndex, { outputs }]));
	}

	private async consume(notification: IDataObject): Promise<IDataObject> {
		const { agent_id, message_id } = notification;
		try {
			const requests = notificationRequests(String(agent_id ?? ''));
			await this.client.send(requests.consume(String(message_id)));
			return { ...notification, status: 'consumed' };
		} catch (error) {
			return { ...notification, consume_error: (error as Error).message };
		}
	}
}

function idOf({ message_id }: IDataObject): string {
	return String(message_id);
}
