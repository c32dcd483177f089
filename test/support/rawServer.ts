import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of one's own making, for answers that the sandbox never gives. */
export interface RawServer {
	/** `http://127.0.0.1:<port>` */
	readonly url: string;
	/** Method and path of what arrived, oldest first. */
	readonly requests: string[];
	close(): Promise<void>;
}

/** @param answer is given each request; `requests` has it already */
export async function startRawServer(answer: RequestListener): Promise<RawServer> {
	const requests: string[] = [];
	const server = createServer((request, response) => {
		requests.push(`${request.method} ${request.url}`);
		answer(request, response);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

/** A URL on which nobody listens: systems give this port to nobody. */
export const UNREACHABLE_URL = 'http://127.0.0.1:1';
