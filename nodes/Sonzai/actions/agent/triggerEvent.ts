import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { agentRequests } from '../../api/requests/agents';
import { agent, agentId } from '../../parameters/agent';
import { additionalFieldsField } from '../../parameters/collections';
import { metadata, readMetadata } from '../../parameters/metadata';
import { userId } from '../../parameters/user';
import type { Operation } from '../operation';

const eventType: INodeProperties = {
	displayName: 'Event Type',
	name: 'eventType',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. achievement',
	description: 'The kind of event, in your own terms, such as milestone or session_end',
};

const eventDescription: INodeProperties = {
	displayName: 'Event Description',
	name: 'eventDescription',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. They finished their first marathon',
	description: 'What happened, in your own words',
};

const instanceId: INodeProperties = {
	displayName: 'Instance ID',
	name: 'instanceId',
	type: 'string',
	default: '',
	description: 'The instance of the agent, if it has several',
};

const language: INodeProperties = {
	displayName: 'Language',
	name: 'language',
	type: 'string',
	default: '',
	placeholder: 'e.g. de',
	description: 'The language in which the agent writes about it. Leave empty for English.',
};

const additionalFields = additionalFieldsField(instanceId, language);

export const triggerEvent: Operation = {
	option: {
		name: 'Trigger Event',
		value: 'triggerEvent',
		action: 'Trigger agent event',
		description: 'Tell an agent about something that happened to a user in your own system',
	},
	fields: [agentId, userId, eventType, eventDescription, metadata, additionalFields],
	request: (parameters) =>
		agentRequests.triggerEvent(agent(parameters), {
			user_id: parameters.id(userId),
			event_type: parameters.text(eventType),
			event_description: parameters.optionalText(eventDescription),
			metadata: asTexts(readMetadata(parameters.value(metadata))),
			instance_id: parameters.optionalId(instanceId, additionalFields),
			language: parameters.optionalId(language, additionalFields),
		}),
};

/** The API takes only texts here (Sonzai's OpenAPI document). */
function asTexts(facts: IDataObject | undefined): IDataObject | undefined {
	if (facts === undefined) return undefined;
	return Object.fromEntries(
		Object.entries(facts).map(([name, value]) => [
			name,
			typeof value === 'string' ? value : JSON.stringify(value),
		]),
	);
}
