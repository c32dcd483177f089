import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRawServer } from './rawServer';

/** The parts of an answer that can go on for ever. */
export type DripsIn = 'header' | 'body';

const BEGINNINGS: Record<DripsIn, string> = {
	header: 'HTTP/1.1 200 OK\r\nX-Slow: ',
	body: 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"',
};
/** So many bytes show that an answer is on its way. */
const SOME = 5;

/**
 * A server whose answers come a byte at a time and never end.
 *
 * @param onDripping called for each request when its answer is on its way, again and again
 * @param answersOthers requests that this takes are answered by it in the usual way
 */
export async function startDrippingServer(
	where: DripsIn,
	onDripping: () => void,
	answersOthers: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
) {
	let open = 0;
	const server = await startRawServer((incoming, response) => {
		if (answersOthers(incoming, response)) return;
		incoming.resume();
		const { socket } = incoming;
		open += 1;
		let isOpen = true;
		socket.once('close', () => {
			isOpen = false;
			open -= 1;
		});
		socket.write(BEGINNINGS[where]);
		const drip = async () => {
			for (let bytes = 1; isOpen; bytes++) {
				socket.write('a');
				if (bytes % SOME === 0) onDripping();
				await sleep(5);
			}
		};
		void drip();
	});
	return {
		url: server.url,
		requests: server.requests,
		/** How many of its answers somebody still listens to. */
		open: () => open,
		close: async () => await server.close(),
	};
}

/** Hands a request on to another server, and its answer back. */
export function handOn(url: string, incoming: IncomingMessage, response: ServerResponse): void {
	const { method, headers } = incoming;
	const outgoing = request(url + incoming.url, { method, headers }, (answer) => {
		response.writeHead(answer.statusCode ?? 500, answer.headers);
		answer.pipe(response);
	});
	incoming.pipe(outgoing);
}
