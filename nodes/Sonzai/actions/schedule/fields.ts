import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { scheduleRequests } from '../../api/requests/schedules';
import { agent } from '../../parameters/agent';
import { InvalidInput } from '../../errors/invalidInput';
import type { ItemParameters } from '../../parameters/itemParameters';
import { instant } from '../../parameters/instant';
import { userId } from '../../parameters/user';

export const scheduleId: INodeProperties = {
	displayName: 'Schedule ID',
	name: 'scheduleId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.schedule_id }}',
	description: 'The schedule_id, as returned by Create and Get Many',
};

export const context: INodeProperties = {
	displayName: 'Context',
	name: 'context',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. Remind them to take their medicine',
	description: 'What the agent should reach out about each time, in your own words',
};

export const checkType: INodeProperties = {
	displayName: 'Check Type',
	name: 'checkType',
	type: 'string',
	default: 'reminder',
	placeholder: 'e.g. medication',
	description: 'The kind of reminder, returned as the type of the notification',
};

export const startsAt: INodeProperties = {
	displayName: 'Starts At',
	name: 'startsAt',
	type: 'dateTime',
	default: '',
	description:
		"When the schedule starts. Leave empty to start immediately. A time without an offset is in the workflow's timezone.",
};

export const endsAt: INodeProperties = {
	displayName: 'Ends At',
	name: 'endsAt',
	type: 'dateTime',
	default: '',
	description:
		"When the schedule ends. Leave empty for no end. A time without an offset is in the workflow's timezone.",
};

/** The requests about the schedules of the chosen user with the chosen agent. */
export function schedulesOf(parameters: ItemParameters) {
	return scheduleRequests(agent(parameters), parameters.id(userId));
}

/**
 * The period in which a schedule fires, as the API has it.
 *
 * @param collection the collection that holds Starts At and Ends At
 * @throws InvalidInput for an end that is past, or not after the start
 */
export function period(
	parameters: ItemParameters,
	collection: INodeProperties,
): { readonly starts_at?: string; readonly ends_at?: string } {
	const time = (field: INodeProperties) => {
		const value = parameters.entry(field, collection);
		if (value === undefined || value === null || value === '') return undefined;
		return instant(value, field.displayName, parameters.timezone);
	};
	const start = time(startsAt);
	const end = time(endsAt);
	const isPast = end !== undefined && end <= parameters.now;
	if (isPast || (start && end && end <= start)) {
		throw new InvalidInput(
			`'${endsAt.displayName}' is ${isPast ? 'in the past' : `not after '${startsAt.displayName}'`}: ${end.toISOString()}`,
			'The schedule would never fire. Choose a later end, or leave it empty.',
		);
	}
	return { starts_at: start?.toISOString(), ends_at: end?.toISOString() };
}

/** Parts of a schedule that answers hold as JSON inside of a string (Sonzai's OpenAPI document). */
const NESTED = ['cadence', 'active_window', 'metadata'];

/** The schedule as an answer has it, with its nested parts parsed. */
export function parsedSchedule(schedule: IDataObject): IDataObject {
	const parsed = { ...schedule };
	for (const name of NESTED) {
		const text = parsed[name];
		if (typeof text === 'string' && text !== '') parsed[name] = parsedJson(text) as IDataObject;
	}
	return parsed;
}

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
