import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import colors from 'picocolors';
import type { Sandbox } from '../sandbox';
import { SetupError } from '../harness/setupError';
import { Interrupted, Lifetime } from './lifetime';
import { listRegistrations, startLocalPlatform } from './localPlatform';
import { nextSteps } from './nextSteps';
import { installN8n } from '../harness/n8n/install';
import { startN8n, type N8nProcess } from '../harness/n8n/process';
import { ensurePackage, REPOSITORY } from '../harness/package';
import { checkPlatform } from './platform';
import { assertPortFree, findFreePort } from '../harness/ports';
import { ensurePublished, openSession, prepareN8n, type PreparedN8n } from './prepare';
import { readProfile, type PlatformProfile, type Profile } from './profile';
import { loadState, saveState, type DemoState } from './state';
import { playStory, StoryInterrupted } from './story';
import { watchSources } from './watchSources';

const DATA_ROOT = process.env.SONZAI_DEMO_FOLDER || join(REPOSITORY, '.n8n-demo');
const ERROR_LOG = join(DATA_ROOT, 'error.log');

const say = (line = '') => void process.stdout.write(`${line}\n`);
const step = (line: string) => say(`${colors.cyan('•')} ${line}`);
const done = (line: string) => say(`${colors.green('✓')} ${line}`);
const warn = (line: string) => say(`${colors.yellow('!')} ${line}`);

async function assertPortsFree(profile: Profile): Promise<void> {
	await assertPortFree(profile.n8nPort, 'n8n', 'N8N_PORT');
	if (profile.kind === 'platform') return;
	await assertPortFree(profile.sandboxPort, 'the local Sonzai API', 'SONZAI_SANDBOX_PORT');
	await assertPortFree(
		profile.sandboxPort + 1,
		"the local Sonzai API's controls",
		'SONZAI_SANDBOX_PORT',
	);
}

async function startEverything(profile: Profile, lifetime: Lifetime) {
	const { folder } = profile;
	const { signal } = lifetime;
	const npm = { logFile: join(folder, 'npm.log'), signal };
	const installation = await installN8n({ ...npm, log: step });
	done(`n8n ${installation.version} is installed`);

	const userFolder = join(folder, 'n8n');
	step('Bringing this package into n8n …');
	const isNew = await ensurePackage(userFolder, npm);
	done(isNew ? 'This package is built, packed and installed in n8n' : 'This package is in n8n');

	// Chosen by now, long after the first look: the installation may have taken minutes.
	await assertPortsFree(profile);
	let sandbox: Sandbox | undefined;
	if (profile.kind === 'local') {
		const platform = await startLocalPlatform(profile);
		lifetime.onEnd(() => platform.close());
		sandbox = platform;
		done(`The local Sonzai API listens on ${sandbox.url}`);
	}
	const brokerPort = await findFreePort();
	const start = async () => {
		step('Starting n8n …');
		const started = await startN8n({
			installation,
			userFolder,
			port: profile.n8nPort,
			brokerPort,
			webhookUrl: profile.webhookUrl,
			logFile: join(folder, 'n8n.log'),
			signal,
		});
		lifetime.onEnd(started.stop);
		done(`n8n runs; what it prints goes to ${started.logFile}`);
		void started.died.then((error) => lifetime.end(error));
		return started;
	};
	let n8n = await start();
	const renew = async (file: string) => {
		step(`${file} has changed: building and installing the package …`);
		await n8n.stop();
		await ensurePackage(userFolder, npm).catch(report);
		n8n = await start();
		done('Reload the editor in your browser to see the change');
	};
	return { n8n, sandbox, renew };
}

function introduce(n8n: N8nProcess, { owner }: DemoState): void {
	say();
	say(`  ${colors.bold('Open n8n:')}  ${colors.underline(n8n.url)}`);
	say(`  ${colors.bold('E-mail:')}    ${owner.email}`);
	say(`  ${colors.bold('Password:')}  ${owner.password}`);
	say();
}

async function tellStory(n8n: PreparedN8n, sandbox: Sandbox, signal: AbortSignal): Promise<void> {
	step('Now an agent acts:');
	try {
		await playStory(n8n, sandbox, { say: done, signal });
	} catch (error) {
		if (!(error instanceof StoryInterrupted)) throw error;
		warn(error.message);
	}
	const taken = (await listRegistrations(sandbox)).map(({ event_type }) => event_type);
	say();
	for (const line of nextSteps(n8n, taken, sandbox.controlUrl)) say(line);
}

function explainPlatform(profile: PlatformProfile, n8n: PreparedN8n, published: boolean): void {
	const { url } = n8n.session;
	if (profile.webhookUrl === undefined) {
		warn(
			`${profile.baseUrl} cannot reach this n8n yet, so "${n8n.answerAgent.name}" is not published.`,
		);
		say('  Give this n8n a public address: a tunnel or a reverse proxy that leads to');
		say(`  ${url}. Then stop this and start again with that address:`);
		say('    N8N_WEBHOOK_URL=https://your-address.example npm start');
	} else if (published) {
		done(`"${n8n.answerAgent.name}" is published and receives webhooks at ${profile.webhookUrl}`);
	}
	say();
	say('  Nothing was done to your agents. To let one reach out:');
	say(`  1. Open "${n8n.scheduleCheckIn.name}": ${url}/workflow/${n8n.scheduleCheckIn.id}`);
	say('  2. Open its Sonzai step, choose your agent and one of its users.');
	say('  3. Press "Execute workflow".');
	say('  To build a workflow of your own, add a first step and search for "sonzai":');
	say(`  ${url}/workflow/new`);
	say('  Sonzai keeps one webhook for each event. While it is published,');
	say(`  "${n8n.answerAgent.name}" holds "On Wakeup Ready": choose another one there.`);
}

async function run(lifetime: Lifetime): Promise<void> {
	const profile = readProfile(process.env, DATA_ROOT);
	// From here on only n8n's credential store holds it: no child process inherits it.
	delete process.env.SONZAI_API_KEY;
	await assertPortsFree(profile);
	if (profile.kind === 'platform') {
		await checkPlatform(profile);
		done(`${profile.baseUrl} accepts the API key`);
	}
	const { n8n, sandbox, renew } = await startEverything(profile, lifetime);

	const stateFile = join(profile.folder, 'demo.json');
	const state = await loadState(stateFile);
	// Saved before it is used: an account whose password nobody knows would lock the demo out.
	await saveState(stateFile, state);
	const session = await openSession(n8n.url, state, profile.folder);
	const access = sandbox
		? { apiKey: sandbox.apiKey, baseUrl: sandbox.url }
		: {
				apiKey: (profile as PlatformProfile).apiKey,
				baseUrl: (profile as PlatformProfile).baseUrl,
			};
	const prepared = await prepareN8n(session, state, access);
	await saveState(stateFile, state);

	const isReachable = sandbox !== undefined || profile.webhookUrl !== undefined;
	const errors = isReachable
		? await ensurePublished(prepared, state, profile.webhookUrl ?? n8n.url, sandbox)
		: [];
	await saveState(stateFile, state);
	done('n8n has a credential for Sonzai and the example workflows');
	for (const error of errors) {
		warn(`"${prepared.answerAgent.name}" could not be published: ${error}`);
	}
	introduce(n8n, state);
	if (process.argv.includes('--watch')) {
		say('Watching nodes/ and credentials/. Press Ctrl-C to stop everything.');
		const watching = watchSources(
			(file) => renew(file).catch((error: unknown) => lifetime.end(error)),
			lifetime.signal,
		);
		// An n8n that is being started at the end is stopped by then.
		lifetime.onEnd(() => watching);
		return;
	}
	if (sandbox) await tellStory(prepared, sandbox, lifetime.signal);
	else explainPlatform(profile as PlatformProfile, prepared, errors.length === 0);
	say();
	say('n8n keeps running. Press Ctrl-C to stop everything.');
}

async function report(error: unknown): Promise<void> {
	if (error instanceof SetupError) {
		say(`${colors.red('✗')} ${error.message}`);
		if (error.logFile) say(`  More about it: ${error.logFile}`);
		return;
	}
	await mkdir(dirname(ERROR_LOG), { recursive: true });
	const details = error instanceof Error ? error.stack : String(error);
	await appendFile(ERROR_LOG, `${new Date().toISOString()} ${details}\n`);
	const what = error instanceof Error ? error.message : String(error);
	say(`${colors.red('✗')} The demo ran into something that it did not expect: ${what}`);
	say(`  More about it: ${ERROR_LOG}`);
}

/** @returns the exit code */
async function main(): Promise<number> {
	const lifetime = new Lifetime();
	let isRunning = false;
	const running = run(lifetime).then(
		() => {
			isRunning = true;
		},
		(error: unknown) => lifetime.end(error),
	);
	const reason = await lifetime.ended();
	const wasInterrupted = reason instanceof Interrupted;
	if (!wasInterrupted) await report(reason);
	else say('\nStopping …');
	await lifetime.cleanUp();
	// What was being started at that moment ends itself; what had just come up is stopped now.
	await running;
	await lifetime.cleanUp();
	if (wasInterrupted) say('Stopped. Nothing of the demo is running any more.');
	return wasInterrupted && isRunning ? 0 : 1;
}

void main().then((code) => process.exit(code));
