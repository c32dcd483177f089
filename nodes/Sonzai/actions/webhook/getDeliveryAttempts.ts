import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { filtersField } from '../../parameters/collections';
import { eventOf } from '../../parameters/event';
import { limit, returnAll } from '../../parameters/limit';
import { toItemOfAttempt } from '../../events/payload';
import type { Operation } from '../operation';
import { requestsOf, webhookFields } from './fields';

const status: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Failed', value: 'failed', description: 'Given up' },
		{ name: 'Retrying', value: 'retrying', description: 'Another attempt follows' },
		{ name: 'Success', value: 'success', description: 'Delivered' },
	],
	default: 'failed',
	description: 'Only attempts with this outcome',
};

const filters = filtersField(status);

export const getDeliveryAttempts: Operation = {
	option: {
		name: 'Get Delivery Attempts',
		value: 'getDeliveryAttempts',
		action: 'Get webhook delivery attempts',
		description:
			"Retrieve what was sent to a webhook and its outcome, newest first, with the event's payload",
	},
	fields: [...webhookFields, returnAll, limit, filters],
	request: (parameters) => requestsOf(parameters).attempts(eventOf(parameters)),
	list: {
		// The API can't filter by status here.
		keep: (parameters) => {
			const wanted = parameters.filter(status, filters);
			return wanted === undefined ? undefined : (attempt) => attempt.status === wanted;
		},
		output: withPayload,
	},
};

/** Adds the event as the Sonzai Trigger would hand it on. */
function withPayload(attempt: IDataObject): IDataObject {
	const { request_body, event_type } = attempt;
	if (typeof request_body !== 'string') return attempt;
	return { ...attempt, payload: toItemOfAttempt(String(event_type), request_body) };
}
