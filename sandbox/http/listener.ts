import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listener {
	readonly url: string;
	/** Ends open connections as well. */
	close(): Promise<void>;
}

/**
 * Serves requests at an address.
 *
 * @param port 0 for any free one
 * @throws the system's error, as `EADDRINUSE`
 */
export async function listen(
	serve: RequestListener,
	host: string,
	port: number,
): Promise<Listener> {
	const server = createServer(serve).listen(port, host);
	await once(server, 'listening');
	const { address, family, port: actual } = server.address() as AddressInfo;
	return {
		url: `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`,
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

/** Makes the listener when the first request comes. */
export function onFirstUse(make: () => RequestListener): RequestListener {
	let made: RequestListener | undefined;
	return (request, response) => (made ??= make())(request, response);
}
