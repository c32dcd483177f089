import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { agentId } from '../../parameters/agent';
import { updateFieldsField } from '../../parameters/collections';
import { InvalidInput } from '../../errors/invalidInput';
import type { ItemParameters } from '../../parameters/itemParameters';
import { metadata, readMetadata } from '../../parameters/metadata';
import { userId } from '../../parameters/user';
import type { Operation } from '../operation';
import { cadenceFields, cadenceOptions, changedCadence, UNCHANGED } from './cadenceFields';
import {
	checkType,
	context,
	endsAt,
	parsedSchedule,
	period,
	scheduleId,
	schedulesOf,
	startsAt,
} from './fields';
import type { Recurrence } from './recurrence';
import { hasCadenceOptions, recurrence } from './recurrence';

const enabled: INodeProperties = {
	displayName: 'Enabled',
	name: 'enabled',
	type: 'boolean',
	default: true,
	description: 'Whether the schedule fires. When turned off, it is kept but does nothing.',
};

const newContext: INodeProperties = { ...context, required: false };

const updateFields = updateFieldsField(
	...cadenceOptions,
	checkType,
	newContext,
	enabled,
	endsAt,
	metadata,
	startsAt,
);

export const update: Operation = {
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update schedule',
		description: 'Change a schedule, or turn it on or off',
	},
	fields: [agentId, userId, scheduleId, changedCadence, ...cadenceFields, updateFields],
	request: (parameters) =>
		schedulesOf(parameters).update(parameters.id(scheduleId), changes(parameters)),
	output: parsedSchedule,
};

function changes(parameters: ItemParameters): IDataObject {
	const switched = parameters.entry(enabled, updateFields);
	const changed = {
		...changedRecurrence(parameters),
		...period(parameters, updateFields),
		intent: parameters.optionalText(newContext, updateFields),
		check_type: parameters.optionalText(checkType, updateFields),
		enabled: switched === undefined ? undefined : parameters.flag(enabled, updateFields),
		metadata: readMetadata(parameters.entry(metadata, updateFields)),
	};
	if (Object.values(changed).some((value) => value !== undefined)) return changed;
	throw new InvalidInput(
		'There is nothing to change',
		`Choose a new '${changedCadence.displayName}', or add the fields to change to '${updateFields.displayName}'.`,
	);
}

function changedRecurrence(parameters: ItemParameters): Recurrence | undefined {
	if (parameters.value(changedCadence) !== UNCHANGED) {
		return recurrence(parameters, changedCadence, updateFields);
	}
	if (!hasCadenceOptions(parameters, updateFields)) return undefined;
	throw new InvalidInput(
		`Timezone and quiet hours change together with '${changedCadence.displayName}'`,
		'Choose how often the agent reaches out, too: Sonzai stores them together.',
	);
}
