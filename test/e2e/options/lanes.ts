import type { CredentialReference } from '../../../harness/n8n/credentials';
import { createCredential } from '../../../harness/n8n/credentials';
import type { N8nSession } from '../../../harness/n8n/rest';
import { startSandbox, type Sandbox } from '../../../sandbox';

/** A local Sonzai API that one row at a time has for itself, and the credential for it. */
export interface Lane {
	readonly sandbox: Sandbox;
	readonly credential: CredentialReference;
}

/** Rows run side by side, each on a lane of its own. */
export class Lanes {
	private readonly all: Lane[] = [];
	private readonly free: Lane[] = [];
	private opening: Promise<unknown> = Promise.resolve();

	/** @param session creates the credentials */
	constructor(private readonly session: N8nSession) {}

	/** Runs on a lane that nobody else uses meanwhile, its platform as at the beginning. */
	async with<T>(use: (lane: Lane) => Promise<T>): Promise<T> {
		const lane = this.free.pop() ?? (await this.openNext());
		lane.sandbox.reset();
		try {
			return await use(lane);
		} finally {
			this.free.push(lane);
		}
	}

	/** Answers of the sandboxes that broke the contract. */
	violations(): unknown[] {
		return this.all.flatMap(({ sandbox }) => sandbox.violations());
	}

	async close(): Promise<void> {
		await Promise.all(this.all.map(({ sandbox }) => sandbox.close()));
	}

	/** One after the other: each takes the processor for so long that n8n closes idle connections. */
	private openNext(): Promise<Lane> {
		const lane = this.opening.then(async () => await this.open());
		this.opening = lane.catch(() => undefined);
		return lane;
	}

	private async open(): Promise<Lane> {
		const sandbox = await startSandbox({ retryDelaysMs: [], rotationGraceMs: 0 });
		const name = `Sonzai ${this.all.length + 1}`;
		const access = { apiKey: sandbox.apiKey, baseUrl: sandbox.url };
		const lane = { sandbox, credential: await createCredential(this.session, name, access) };
		this.all.push(lane);
		return lane;
	}
}
