import type { INodeProperties } from 'n8n-workflow';
import { additionalFieldsField } from '../../parameters/collections';
import { webAddress } from '../../api/webAddress';
import { eventOf } from '../../parameters/event';
import { InvalidInput } from '../../errors/invalidInput';
import type { ItemParameters } from '../../parameters/itemParameters';
import type { Operation } from '../operation';
import { requestsOf, webhookFields } from './fields';

const webhookUrl: INodeProperties = {
	displayName: 'Webhook URL',
	name: 'webhookUrl',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. https://your-server.com/webhooks/sonzai',
	description:
		'The URL that Sonzai sends the event to. Each event type has one URL: this replaces it.',
};

const authHeader: INodeProperties = {
	displayName: 'Authorization Header',
	name: 'authHeader',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	placeholder: 'e.g. Bearer your-webhook-secret',
	description: 'Sent unchanged in the Authorization header of each delivery',
};

const additionalFields = additionalFieldsField(authHeader);

export const register: Operation = {
	option: {
		name: 'Register',
		value: 'register',
		action: 'Register webhook',
		description:
			'Deliver an event to a URL from now on, replacing the one registered before. The signing secret is returned only the first time; Rotate Secret creates a new one.',
	},
	fields: [...webhookFields, webhookUrl, additionalFields],
	request: (parameters) =>
		requestsOf(parameters).put(
			eventOf(parameters),
			url(parameters),
			parameters.optionalText(authHeader, additionalFields),
		),
	output: ({ secretIsLost, ...answer }, parameters) => ({
		event_type: eventOf(parameters),
		webhook_url: url(parameters),
		...(answer.signing_secret ? undefined : { notice: noSecret(secretIsLost === true) }),
		...answer,
	}),
};

function noSecret(isLost: boolean): string {
	const why = isLost
		? 'the answer to the first attempt was lost. If that was the first registration of this event, its signing secret is known to nobody'
		: 'this event was registered before, and its signing secret stays the same';
	return `Sonzai returned no signing secret: ${why}. Webhook > Rotate Secret makes a new secret and returns it.`;
}

function url(parameters: ItemParameters): string {
	const address = webAddress(parameters.text(webhookUrl));
	if (address !== undefined) return address.href;
	throw new InvalidInput(
		`'${webhookUrl.displayName}' is not a web address`,
		'Enter the full address, starting with https://.',
	);
}
