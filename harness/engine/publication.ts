import type { INode, Workflow } from 'n8n-workflow';
import { isDeepStrictEqual } from 'node:util';
import { copy, type StoredWorkflow } from './storedWorkflow';
import type { HookMethod, Occasion, WebhookCalls } from './webhookCalls';

/** n8n's TRIGGER_ACTIVATION_MAX_ATTEMPTS and TRIGGER_TEARDOWN_MAX_ATTEMPTS; the pauses are left out. */
const ACTIVATION_ATTEMPTS = 5;
const TEARDOWN_ATTEMPTS = 3;

const NO_TRIGGER =
	'Workflow cannot be activated because it has no trigger node. At least one trigger, webhook, or polling node is required.';

const DELETION: Occasion = { isTest: false, mode: 'internal', activation: 'update' };

/**
 * Publishes a workflow with a webhook trigger as n8n's WorkflowPublicationApplier,
 * WorkflowTriggerActivator and WebhookTriggerRegistrar of 2.41 do.
 */
export class Publication {
	/** What the last `delete` of each teardown threw. n8n reports it, and goes on. */
	readonly teardownFailures: Error[] = [];

	constructor(
		private readonly stored: StoredWorkflow,
		private readonly calls: WebhookCalls,
	) {}

	/**
	 * Publishes the saved version.
	 *
	 * @param attempts how often n8n comes to try
	 * @throws what the last attempt threw
	 */
	async publish(attempts = ACTIVATION_ATTEMPTS): Promise<void> {
		const { draft, published: old } = this.stored;
		if (draft === undefined || draft.disabled) throw new Error(NO_TRIGGER);
		const isEqual = old !== undefined && isRegisteredEqually(old, draft);
		const staticData = this.stored.readStaticData();
		if (old !== undefined && !isEqual) await this.tearDown(old, this.stored.open(old, staticData));
		this.stored.published = copy(draft);
		if (isEqual && this.stored.isRouted) {
			// Also where the last publication has failed, and could not remove what it had begun.
			this.stored.isActivated = true;
			return;
		}
		this.stored.isActivated = false;

		// Around the same static data, so that it sees what the teardown changed.
		const workflow = this.stored.open(draft, staticData);
		const activation = old === undefined ? 'activate' : 'update';
		try {
			for (let attempt = 1; ; attempt++) {
				try {
					await this.register(workflow, draft.name, { isTest: false, mode: 'trigger', activation });
					this.stored.isActivated = true;
					return;
				} catch (error) {
					if (attempt >= attempts) throw error;
				}
			}
		} finally {
			this.stored.save(workflow);
		}
	}

	/** Unpublishes; what a failing `delete` throws holds nothing up. */
	async unpublish(): Promise<void> {
		const { published } = this.stored;
		if (published === undefined) return;
		await this.tearDown(published, this.stored.open(published, this.stored.readStaticData()));
		this.stored.published = undefined;
	}

	private async register(workflow: Workflow, trigger: string, occasion: Occasion): Promise<void> {
		const call = async (method: HookMethod, on: Occasion) =>
			await this.calls.hook(method, workflow, trigger, on);
		this.stored.isRouted = true;
		try {
			if (!(await call('checkExists', occasion))) await call('create', occasion);
		} catch (error) {
			try {
				await call('delete', DELETION);
				this.stored.save(workflow);
				this.stored.isRouted = false;
			} catch {
				// n8n logs it; the route stays.
			}
			throw error;
		}
	}

	private async tearDown(trigger: INode, workflow: Workflow): Promise<void> {
		this.stored.isRouted = false;
		this.stored.isActivated = false;
		for (let attempt = 1; attempt <= TEARDOWN_ATTEMPTS; attempt++) {
			try {
				await this.calls.hook('delete', workflow, trigger.name, DELETION);
				break;
			} catch (error) {
				if (attempt === TEARDOWN_ATTEMPTS) this.teardownFailures.push(error as Error);
			}
		}
		this.stored.save(workflow);
	}
}

/** Whether n8n takes the trigger for unchanged. */
function isRegisteredEqually(old: INode, now: INode): boolean {
	const registered = ({ name, type, typeVersion, webhookId, credentials, parameters }: INode) => ({
		name,
		type,
		typeVersion,
		webhookId,
		credentials,
		parameters,
	});
	return isDeepStrictEqual(copy(registered(old)), copy(registered(now)));
}
