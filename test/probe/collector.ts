import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Method, Order, Report } from './nodes/report';

/** What a probe saw, and the mark that it was told to leave. */
export type Call = Report & Pick<Order, 'mark'>;

/** What a script orders: a mark is given by the collector, unless the call is to leave none. */
export type ScriptedOrder = Omit<Order, 'mark'> & {
	readonly isSilent?: boolean;
	/** For so many calls; the others do as by default. */
	readonly times?: number;
};

/** What is ordered of one poll that is not a test, or of so many. */
export type PollOrder = ScriptedOrder & {
	/** Only of a node with that note. */
	readonly note?: string;
	/** Only of the poll of an activation, which n8n gives more time than one at its time by a durable cursor. */
	readonly isActivation?: boolean;
};

const ACTIVATION_BUDGET_MS = 300_000;

export type Orders = Partial<Record<Exclude<Method, 'poll'>, ScriptedOrder>> & {
	readonly poll?: PollOrder;
	/** Of the poll that fetches a test event. */
	readonly fetch?: ScriptedOrder;
};

/** Hears, outside of n8n, what the probe of one workflow reports, and tells it what to do. */
export class Channel {
	readonly calls: Call[] = [];
	private orders: Orders = {};
	private polls = 0;
	/** Calls since the orders were given. */
	private readonly counts = new Map<Method, number>();
	private readonly serials = new Map<Method, number>();
	private isHolding = false;
	private readonly held: Array<() => void> = [];

	constructor(readonly url: string) {}

	/**
	 * Orders what calls do from now on. Polls come by the clock: those that nothing is ordered of
	 * find nothing, leave nothing, and are not recorded.
	 */
	tell(orders: Orders): void {
		this.orders = orders;
		this.counts.clear();
		this.polls = orders.poll?.times ?? 1;
	}

	/** Lets calls wait for their orders until they are released. */
	hold(): void {
		this.isHolding = true;
	}

	/** How many calls wait. */
	get waiting(): number {
		return this.held.length;
	}

	/** Lets the call go on that has waited longest. */
	release(): void {
		this.held.shift()?.();
		if (this.held.length === 0) this.isHolding = false;
	}

	async hear(report: Report): Promise<Order> {
		const scripted = this.orderFor(report);
		if (scripted === undefined) return { isEmpty: true };
		const { isSilent, ...order } = scripted;
		const isMarked = isSilent !== true && report.method !== 'readRawBody';
		const told = isMarked ? { ...order, mark: this.mark(report.method) } : order;
		this.calls.push({ ...report, mark: told.mark });
		if (this.isHolding) await new Promise<void>((resume) => this.held.push(resume));
		return told;
	}

	private orderFor({
		method,
		mode,
		note,
		budgetMs,
	}: Report): (ScriptedOrder & Pick<Order, 'mark'>) | undefined {
		if (method !== 'poll') {
			const order = this.orders[method] ?? {};
			const count = (this.counts.get(method) ?? 0) + 1;
			this.counts.set(method, count);
			return count > (order.times ?? Infinity) ? {} : order;
		}
		if (mode === 'manual') return this.orders.fetch ?? {};
		const { poll } = this.orders;
		if (poll === undefined || this.polls === 0) return undefined;
		if (poll.note !== undefined && poll.note !== note) return undefined;
		if (poll.isActivation === true && budgetMs !== ACTIVATION_BUDGET_MS) return undefined;
		this.polls--;
		return poll;
	}

	private mark(method: Method): string {
		const serial = (this.serials.get(method) ?? 0) + 1;
		this.serials.set(method, serial);
		return `${method} ${serial}`;
	}
}

export interface Collector {
	/** The channel of one workflow. */
	channel(name: string): Channel;
	close(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
	const channels = new Map<string, Channel>();
	const server = createServer((request, response) => {
		const channel = channels.get(request.url ?? '');
		void json(request)
			.then(async (report) => await channel!.hear(report as Report))
			.then((order) => response.end(JSON.stringify(order)));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		channel(name) {
			const path = `/${encodeURIComponent(name)}`;
			const channel = new Channel(`http://127.0.0.1:${port}${path}`);
			channels.set(path, channel);
			return channel;
		},
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
