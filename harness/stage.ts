import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createCredential, type CredentialReference } from './n8n/credentials';
import { ANSWER_AGENT, readExample, SCHEDULE_CHECK_IN, withCredential } from './examples';
import { installN8n, type N8nInstallation } from './n8n/install';
import { startN8n } from './n8n/process';
import { N8nSession, type Owner } from './n8n/rest';
import { createWorkflow, type Workflow } from './n8n/workflows';
import { installTarball, packPackage } from './package';
import { findFreePort } from './ports';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox';

const run = promisify(execFile);
/** Run by n8n's own Node.js, which has SQLite built in. */
const QUERY = `
const { DatabaseSync } = require('node:sqlite');
const [file, sql, ...values] = process.argv.slice(1);
const database = new DatabaseSync(file);
database.exec('PRAGMA busy_timeout = 10000');
console.log(JSON.stringify(database.prepare(sql).all(...values)));
`;

export const OWNER: Owner = { email: 'owner@example.com', password: 'Password1' };

/** A real n8n with the packed package in it, a local Sonzai API, and both example workflows, unpublished. */
export interface Stage {
	url: string;
	session: N8nSession;
	sandbox: Sandbox;
	scheduleCheckIn: Workflow;
	answerAgent: Workflow;
	credential: CredentialReference;
	/**
	 * Ends n8n, in good order or as a crash does, and starts it again with the same data.
	 *
	 * @param meanwhile what happens while it is stopped
	 */
	restart(how?: 'in order' | 'crash', meanwhile?: () => void | Promise<void>): Promise<void>;
	/** Calls of n8n to another machine, as seen from inside its process. */
	outboundCalls(): Promise<string[]>;
	/** Reads or changes n8n's database: an SQL statement, with what stands for its question marks. */
	database(sql: string, ...values: string[]): Promise<Array<Record<string, unknown>>>;
	/** The secret that signs the deliveries of that event. */
	signingSecret(eventType: string): Promise<string>;
	close(): Promise<void>;
}

/** The pinned n8n from the cache, installed when missing: minutes, with progress on the terminal. */
export const installedN8n = (): Promise<N8nInstallation> =>
	installN8n({
		logFile: join(tmpdir(), 'n8n-nodes-sonzai-e2e-npm.log'),
		log: (line) => process.stdout.write(`${line}\n`),
	});

/**
 * @param options of the local Sonzai API
 * @param environment more variables for n8n
 */
export async function openStage(
	options: SandboxOptions = {},
	environment: Record<string, string> = {},
): Promise<Stage> {
	const installation = await installedN8n();
	const folder = await mkdtemp(join(tmpdir(), 'n8n-e2e-'));
	const userFolder = join(folder, 'user');
	const logFile = join(folder, 'npm.log');
	const spyFile = join(folder, 'outbound.log');
	const dataFile = join(folder, 'sonzai.json');
	await installTarball(userFolder, await packPackage(folder, { logFile }), { logFile });

	const sandbox = await startSandbox({ dataFile, retryDelaysMs: [200, 200], ...options });
	const settings = {
		installation,
		userFolder,
		port: await findFreePort(),
		brokerPort: await findFreePort(),
		logFile: join(folder, 'n8n.log'),
		extra: {
			NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'n8n', 'outboundSpy.cjs'))}`,
			OUTBOUND_SPY_FILE: spyFile,
			...environment,
		},
	};
	let n8n = await startN8n(settings);
	const session = await N8nSession.open(n8n.url, OWNER);
	const access = { apiKey: sandbox.apiKey, baseUrl: sandbox.url };
	const credential = await createCredential(session, 'Sonzai API', access);
	const importExample = async (name: string) =>
		createWorkflow(session, withCredential(await readExample(name), credential));

	return {
		url: n8n.url,
		session,
		sandbox,
		scheduleCheckIn: await importExample(SCHEDULE_CHECK_IN),
		answerAgent: await importExample(ANSWER_AGENT),
		credential,
		async restart(how = 'in order', meanwhile) {
			await (how === 'crash' ? n8n.kill() : n8n.stop());
			await meanwhile?.();
			n8n = await startN8n(settings);
		},
		async outboundCalls() {
			return (await readFile(spyFile, 'utf8')).split('\n').filter(Boolean);
		},
		async database(sql, ...values) {
			const file = join(userFolder, '.n8n', 'database.sqlite');
			const { stdout } = await run(installation.nodeBinary, [
				'--no-warnings',
				'--eval',
				QUERY,
				file,
				sql,
				...values,
			]);
			return JSON.parse(stdout) as Array<Record<string, unknown>>;
		},
		async signingSecret(eventType) {
			const answer = JSON.parse(await readFile(dataFile, 'utf8')) as {
				state: { webhooks: Array<{ event_type: string; signing_secret: string }> };
			};
			const webhook = answer.state.webhooks.find(({ event_type }) => event_type === eventType);
			if (!webhook) throw new Error(`${eventType} is not registered`);
			return webhook.signing_secret;
		},
		async close() {
			await n8n.stop();
			await sandbox.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** The `Sonzai-Signature` header, written down here anew: neither the node's nor the sandbox's code judges itself. */
export function signatureHeader(body: string, secret: string, unixSeconds: number): string {
	const key = secret.replace(/^whsec_/, '');
	const hex = createHmac('sha256', key).update(`${unixSeconds}.${body}`).digest('hex');
	return `t=${unixSeconds},v1=${hex}`;
}
