import { createServer } from 'node:net';
import { SetupError } from './setupError';

function listen(port: number, host: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, host, () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
		});
	});
}

/** A port of this machine that nothing listens on at this moment. */
export const findFreePort = (): Promise<number> => listen(0, '127.0.0.1');

/**
 * Reads a port from an environment variable.
 *
 * @throws SetupError when the variable holds something else than a port from 1 to 65534
 */
export function readPort(variable: string, fallback: number, env: NodeJS.ProcessEnv): number {
	const text = env[variable];
	if (text === undefined || text.trim() === '') return fallback;
	const port = Number(text);
	if (Number.isInteger(port) && port >= 1 && port <= 65_534) return port;
	throw new SetupError(
		`${variable} is "${text}", which is not a port. Set it to a whole number from 1 to 65534, for example ${variable}=${fallback}.`,
	);
}

/**
 * Makes sure that a port can be listened on.
 *
 * @param purpose what would listen there, as the person at the terminal knows it
 * @param variable the environment variable that chooses another port
 * @throws SetupError that names the variable
 */
export async function assertPortFree(
	port: number,
	purpose: string,
	variable: string,
): Promise<void> {
	try {
		await listen(port, '127.0.0.1');
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const reason =
			code === 'EADDRINUSE'
				? 'is taken by another program (perhaps this demo is already running in another terminal)'
				: `cannot be used (${code})`;
		throw new SetupError(
			`Port ${port}, for ${purpose}, ${reason}. Stop that program, or choose another port: ${variable}=${port + 100} npm start`,
		);
	}
}
