import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A platform that says yes to everything, in a process of its own: its cost is none of the caller's. */
export interface InstantPlatform {
	readonly url: string;
	stop(): void;
}

/** @param latencyMs how long each answer takes */
export async function startInstantPlatform(latencyMs = 0): Promise<InstantPlatform> {
	const child = fork(__filename, [String(latencyMs)], { execArgv: ['--import', 'tsx'] });
	const [port] = (await once(child, 'message')) as [number];
	return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

function serve(latencyMs: number): void {
	const server = createServer((request, response) => {
		request.resume();
		const answer = () => {
			response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true}');
		};
		if (latencyMs > 0) setTimeout(answer, latencyMs);
		else answer();
	});
	server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
	process.on('disconnect', () => process.exit());
}

if (require.main === module) serve(Number(process.argv[2]));
