import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { readNodeState, writeNodeState } from '../state/nodeState';
import { eventOfKey } from './registrations';
import type { SigningSecret } from './signingSecrets';

/**
 * What n8n's database keeps for the trigger, by the registration's key. n8n saves it after a publish,
 * an unpublish, and a delivery that starts nothing; what is set by a delivery that starts the workflow
 * is lost. A test begins with none.
 */
export interface TriggerState {
	readonly secrets: Map<string, SigningSecret>;
	/** Registrations of others that were taken over, to be given back. */
	readonly takenOver: Map<string, TakenOver>;
	/** The URL of a test that listens. */
	testUrl?: string;
}

/** A registration of somebody else's. */
export interface TakenOver {
	readonly url: string;
	readonly authHeader?: string;
}

type Context = IHookFunctions | IWebhookFunctions;

/** Reads it into maps, which have no inherited names. Nothing is created that is missing. */
export function readState(context: Context): TriggerState {
	const { secrets, takenOver, testUrl } = readNodeState(context);
	return {
		secrets: new Map(
			Object.entries((secrets ?? {}) as Record<string, SigningSecret | string>).map(
				([key, held]) => [key, typeof held === 'string' ? undated(key, held) : held],
			),
		),
		takenOver: new Map(Object.entries((takenOver ?? {}) as unknown as Record<string, TakenOver>)),
		testUrl: testUrl as string | undefined,
	};
}

export function writeState(context: Context, { secrets, takenOver, testUrl }: TriggerState): void {
	writeNodeState(context, {
		// Built from entries, so that no name is special.
		secrets: Object.fromEntries(secrets) as unknown as IDataObject,
		takenOver: Object.fromEntries(takenOver) as unknown as IDataObject,
		...(testUrl !== undefined && { testUrl }),
	});
}

/** Version 0.1.0 kept the secret alone. */
function undated(key: string, secret: string): SigningSecret {
	return { event: eventOfKey(key), secret, learnedAt: 0 };
}
