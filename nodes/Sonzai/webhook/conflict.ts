import { InvalidInput } from '../errors/invalidInput';
import type { Registration } from './registrations';
import { isOfThisN8n } from './registeredUrl';

/** What a user can do about registrations of others. */
interface WaysOut {
	readonly elsewhere: string;
	/** For another workflow of this n8n, which would go on saying that it is published. */
	readonly here: string;
}

export const PUBLISHING: WaysOut = {
	elsewhere:
		'Remove that registration (Sonzai node, Webhook > Delete), or set "If Already Registered" to Take Over in this node.',
	here: 'Unpublish that other workflow, or choose another event here.',
};

export const TESTING: WaysOut = {
	elsewhere:
		'A test takes nothing away from others: remove that registration (Sonzai node, Webhook > Delete), or test with an event that is free.',
	here: 'A test takes nothing away from others: unpublish that other workflow or end its test, or test with an event that is free.',
};

/**
 * @param webhookUrl the node's own URL
 * @throws InvalidInput that names the owners, when there is any
 */
export function refuseForeign(
	foreign: readonly Registration[],
	webhookUrl: string,
	waysOut: WaysOut,
): void {
	if (foreign.length === 0) return;
	const isHere = ({ url }: Registration) => isOfThisN8n(url, webhookUrl);
	const owners = foreign.map((registration) => {
		const { event, url } = registration;
		const owner = isHere(registration) ? `another workflow of this n8n, at ${url}` : url;
		return `"${event}" is already delivered to ${owner}`;
	});
	throw new InvalidInput(
		`${owners.join(', ')}, and Sonzai keeps one webhook URL per event`,
		[
			...(foreign.some(isHere) ? [waysOut.here] : []),
			...(foreign.every(isHere) ? [] : [waysOut.elsewhere]),
		].join(' '),
	);
}
