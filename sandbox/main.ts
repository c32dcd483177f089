import { parseArgs } from 'node:util';
import { startSandbox, type SandboxOptions } from './index';
import { DataFileError } from './platform/persistence';

const DEFAULT_PORT = 8787;

const HELP = `A local Sonzai API, to try, demonstrate and test without an account.

  npm run sandbox -- [options]

  --port <n>           port of the API (${DEFAULT_PORT})
  --host <address>     address of the API (127.0.0.1)
  --api-key <key>      API key that it accepts (sk_local)
  --control-port <n>   port of the control surface, on loopback (the API's port + 1)
  --data <file>        keep webhooks, wakeups and all else across restarts
  --speed <n>          let its time run n times as fast (1)
  --help               this text
`;

/** Something in the command line that can't be used; the message names the way out. */
class UsageError extends Error {}

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (!options) {
		process.stdout.write(HELP);
		return;
	}
	const sandbox = await startSandbox({
		...options,
		log: (line) => say(`${sandbox.clock.now().toISOString()}  ${line}`),
	});
	say(`Local Sonzai API: ${sandbox.url}`);
	say(`Control surface:  ${sandbox.controlUrl} (see docs/sandbox.md)`);
	say(`Agents:           ${sandbox.agents.map(({ name }) => name).join(', ')}`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void sandbox.close());
	}
}

function readOptions(args: string[]): SandboxOptions | undefined {
	const flags = readFlags(args);
	if (flags.help) return undefined;
	const port = flags.port === undefined ? DEFAULT_PORT : readPort('--port', flags.port);
	const controlPort = flags['control-port'];
	return {
		port,
		controlPort:
			controlPort === undefined ? port && port + 1 : readPort('--control-port', controlPort),
		host: flags.host,
		apiKey: flags['api-key'],
		dataFile: flags.data,
		speed: flags.speed === undefined ? undefined : readSpeed(flags.speed),
	};
}

function readFlags(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				port: { type: 'string' },
				host: { type: 'string' },
				'api-key': { type: 'string' },
				'control-port': { type: 'string' },
				data: { type: 'string' },
				speed: { type: 'string' },
				help: { type: 'boolean' },
			},
		}).values;
	} catch (error) {
		throw new UsageError(`${firstSentence(error)}. --help lists the options.`);
	}
}

function readPort(flag: string, text: string): number {
	const port = Number(text);
	if (/^\d+$/.test(text) && port < 65_536) return port;
	throw new UsageError(`${flag} must be a number from 0 to 65535, not "${text}".`);
}

function readSpeed(text: string): number {
	const speed = Number(text);
	if (speed > 0 && Number.isFinite(speed)) return speed;
	throw new UsageError(`--speed must be a number above 0, not "${text}".`);
}

/** What happened and the way out, in one line; undefined for a defect of the sandbox. */
function explain(error: unknown): string | undefined {
	if (error instanceof UsageError || error instanceof DataFileError) return error.message;
	const { code, port, syscall } = error as NodeJS.ErrnoException & { port?: number };
	if (syscall !== 'listen') return undefined;
	if (code === 'EADDRINUSE') {
		return `Port ${port} is taken. Choose another with --port or --control-port.`;
	}
	return `Can't listen there (${code}). Choose another address with --host, or port with --port.`;
}

function firstSentence(error: unknown): string {
	return (error as Error).message.split('. ')[0] ?? '';
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
	const explanation = explain(error);
	process.exitCode = 1;
	if (explanation === undefined) throw error;
	process.stderr.write(`${explanation}\n`);
});
