import type { INodeProperties } from 'n8n-workflow';
import { wakeupRequests } from '../../api/requests/wakeups';
import { agent, agentId } from '../../parameters/agent';
import { additionalFieldsField } from '../../parameters/collections';
import { shownIf } from '../../parameters/conditionalField';
import type { ItemParameters } from '../../parameters/itemParameters';
import type { DelayUnit, WakeupTime } from '../../parameters/wakeupTime';
import { delayTime, futureTime } from '../../parameters/wakeupTime';
import { userId } from '../../parameters/user';
import type { Operation } from '../operation';

const context: INodeProperties = {
	displayName: 'Context',
	name: 'context',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. Ask how the job interview went',
	description: 'What the agent should reach out about, in your own words',
};

const timing: INodeProperties = {
	displayName: 'When',
	name: 'timing',
	type: 'options',
	options: [
		{ name: 'After a Delay', value: 'delay' },
		{ name: 'At a Date and Time', value: 'at' },
	],
	default: 'at',
	description: 'How to set when the agent wakes up',
};

const scheduledAt = shownIf(
	{ timing: ['at'] },
	{
		displayName: 'Scheduled At',
		name: 'scheduledAt',
		type: 'dateTime',
		default: '',
		description: "When the agent wakes up. A time without an offset is in the workflow's timezone.",
	},
);

const delay = shownIf(
	{ timing: ['delay'] },
	{
		displayName: 'Delay',
		name: 'delay',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 1,
		description: 'How long from now the agent wakes up',
	},
);

const delayUnit = shownIf(
	{ timing: ['delay'] },
	{
		displayName: 'Delay Unit',
		name: 'delayUnit',
		type: 'options',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
		],
		default: 'hours',
		description: 'The unit of the delay',
	},
);

const checkType: INodeProperties = {
	displayName: 'Check Type',
	name: 'checkType',
	type: 'string',
	default: 'check_in',
	placeholder: 'e.g. birthday',
	description: 'The kind of wakeup, returned as the type of the notification',
};

const eventDescription: INodeProperties = {
	displayName: 'Event Description',
	name: 'eventDescription',
	type: 'string',
	default: '',
	placeholder: 'e.g. The user had a job interview on Monday',
	description: 'What happened that led to this wakeup, in a sentence or two',
};

const interestTopic: INodeProperties = {
	displayName: 'Interest Topic',
	name: 'interestTopic',
	type: 'string',
	default: '',
	placeholder: 'e.g. rock climbing',
	description: 'A topic that the user mentioned and that is worth returning to',
};

const occasion: INodeProperties = {
	displayName: 'Occasion',
	name: 'occasion',
	type: 'string',
	default: '',
	placeholder: 'e.g. their 30th birthday',
	description: 'The occasion for reaching out',
};

const additionalFields = additionalFieldsField(
	checkType,
	eventDescription,
	interestTopic,
	occasion,
);

export const schedule: Operation = {
	option: {
		name: 'Schedule',
		value: 'schedule',
		action: 'Schedule wakeup',
		description: 'Let an agent reach out to a user at a given time',
	},
	fields: [agentId, userId, context, timing, scheduledAt, delay, delayUnit, additionalFields],
	request: (parameters) =>
		wakeupRequests(agent(parameters)).schedule({
			user_id: parameters.id(userId),
			// What the platform's guide calls context is intent in the API.
			intent: parameters.text(context),
			check_type:
				parameters.optionalText(checkType, additionalFields) ?? (checkType.default as string),
			occasion: parameters.optionalText(occasion, additionalFields),
			interest_topic: parameters.optionalText(interestTopic, additionalFields),
			event_description: parameters.optionalText(eventDescription, additionalFields),
			...wakeupTime(parameters),
		}),
};

function wakeupTime(parameters: ItemParameters): WakeupTime {
	if (parameters.choice(timing) === 'delay') {
		return delayTime(
			parameters.value(delay),
			parameters.choice(delayUnit) as DelayUnit,
			delay.displayName,
			parameters.now,
		);
	}
	return futureTime(
		parameters.value(scheduledAt),
		scheduledAt.displayName,
		parameters.timezone,
		parameters.now,
	);
}
