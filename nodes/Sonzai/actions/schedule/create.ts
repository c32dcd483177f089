import type { INodeProperties } from 'n8n-workflow';
import { agentId } from '../../parameters/agent';
import { additionalFieldsField } from '../../parameters/collections';
import type { ItemParameters } from '../../parameters/itemParameters';
import { metadata, readMetadata } from '../../parameters/metadata';
import { userId } from '../../parameters/user';
import type { Operation } from '../operation';
import { cadence, cadenceFields, cadenceOptions } from './cadenceFields';
import { checkType, context, endsAt, period, schedulesOf, startsAt } from './fields';
import type { Recurrence } from './recurrence';
import { isAlwaysActive, recurrence } from './recurrence';

const inventoryItemId: INodeProperties = {
	displayName: 'Inventory Item ID',
	name: 'inventoryItemId',
	type: 'string',
	default: '',
	description: "The item of the user's inventory in Sonzai that the schedule is about",
};

const additionalFields = additionalFieldsField(
	...cadenceOptions,
	checkType,
	endsAt,
	inventoryItemId,
	metadata,
	startsAt,
);

export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create schedule',
		description: 'Let an agent reach out to a user regularly',
	},
	fields: [agentId, userId, context, cadence, ...cadenceFields, additionalFields],
	request: (parameters) =>
		schedulesOf(parameters).create({
			...createdRecurrence(parameters),
			...period(parameters, additionalFields),
			intent: parameters.text(context),
			check_type:
				parameters.optionalText(checkType, additionalFields) ?? (checkType.default as string),
			inventory_item_id: parameters.optionalId(inventoryItemId, additionalFields),
			metadata: readMetadata(parameters.entry(metadata, additionalFields)),
		}),
};

/** A window that leaves nothing out says nothing. */
function createdRecurrence(parameters: ItemParameters): Partial<Recurrence> {
	const created = recurrence(parameters, cadence, additionalFields);
	return isAlwaysActive(created) ? { cadence: created.cadence } : created;
}
