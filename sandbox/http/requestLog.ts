/** A request to the API, without its headers: they hold the API key. */
export interface RecordedRequest {
	method: string;
	/** As sent, still encoded, without the query. */
	path: string;
	/** Decoded path parameters. */
	params: Record<string, string>;
	query: Record<string, unknown>;
	body: unknown;
	/** 0 while there is no answer, or when the connection ended without one. */
	status: number;
	/** Undefined for an address outside of the contract. */
	operationId: string | undefined;
	/** The sandbox's time in RFC 3339. */
	at: string;
}

/** How many requests are kept; the oldest go first. */
const KEPT_REQUESTS = 10_000;

/** The requests to the API in the order of their arrival. */
export class RequestLog {
	private recorded: RecordedRequest[] = [];

	add(request: RecordedRequest): void {
		this.recorded.push(request);
		if (this.recorded.length > KEPT_REQUESTS) this.recorded.shift();
	}

	list(): RecordedRequest[] {
		return [...this.recorded];
	}

	clear(): void {
		this.recorded = [];
	}
}
