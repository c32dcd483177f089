import type { Request, Response } from 'express';
import type { INode, Workflow } from 'n8n-workflow';
import { copy, type StoredWorkflow } from './storedWorkflow';
import type { WebhookCalls } from './webhookCalls';
import { type Handled, handleWebhook } from './webhookRequest';

interface Registration {
	/** The trigger as it was when the test began to listen. */
	readonly trigger: INode;
	/** Of the object that `create` was called with; missing where it failed. */
	staticData?: Workflow['staticData'];
}

/** Listens for test events as n8n's TestWebhooks of 2.41 does, in the memory of a process. */
export class TestWebhook {
	private registration?: Registration;

	constructor(
		private readonly stored: StoredWorkflow,
		private readonly calls: WebhookCalls,
	) {}

	/** The trigger that listens. */
	get listening(): INode | undefined {
		return this.registration?.trigger;
	}

	/** @throws what `checkExists` or `create` throw, or the `delete` that follows */
	async listen(): Promise<void> {
		const trigger = copy(this.stored.draft!);
		const workflow = this.stored.open(trigger, {});
		this.registration = { trigger };
		try {
			const occasion = { isTest: true, mode: 'manual', activation: 'manual' } as const;
			const { name } = trigger;
			if (!(await this.calls.hook('checkExists', workflow, name, occasion))) {
				await this.calls.hook('create', workflow, name, occasion);
			}
			this.registration = { trigger, staticData: workflow.staticData };
		} catch (error) {
			await this.remove(workflow);
			throw error;
		}
	}

	/** Ends the test: cancelled, or timed out. */
	async cancel(): Promise<void> {
		if (this.registration === undefined) return;
		await this.remove(this.stored.open(this.registration.trigger, {}));
	}

	/** @param onHandled is told what came of the request, before a test that it ends is removed */
	async handle(
		request: Request,
		response: Response,
		onHandled: (handled: Handled) => void,
	): Promise<void> {
		const { trigger, staticData } = this.registration!;
		const workflow = this.stored.open(trigger, {});
		if (staticData !== undefined) workflow.setTestStaticData(staticData);
		const handled = await handleWebhook(
			this.stored,
			this.calls,
			{ workflow, staticData: null, trigger: trigger.name, isTest: true, request, response },
			() => undefined,
		);
		onHandled(handled);
		if (handled.execution !== undefined) await this.remove(workflow);
	}

	private async remove(workflow: Workflow): Promise<void> {
		const { registration } = this;
		if (registration === undefined) return;
		if (registration.staticData !== undefined) workflow.staticData = registration.staticData;
		await this.calls.hook('delete', workflow, registration.trigger.name, {
			isTest: true,
			mode: 'internal',
			activation: 'update',
		});
		if (this.registration === registration) this.registration = undefined;
	}
}
