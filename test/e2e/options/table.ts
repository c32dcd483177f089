import { operationRow, panel, type Operation } from './operation';
import type { Row } from './row';
import { agentOperations, agentResourceRows } from './rows/agent';
import { credentialFieldRows } from './rows/credential';
import { notificationOperations, notificationRows } from './rows/notification';
import { pickerRows } from './rows/picker';
import { pollingParameterRows } from './rows/polling';
import { projectNotificationOperations, projectNotificationRows } from './rows/projectNotification';
import { scheduleOperations, scheduleRows } from './rows/schedule';
import { scheduleChangeOperations, scheduleChangeRows } from './rows/scheduleChanges';
import { triggerParameterRows } from './rows/trigger';
import { wakeupOperations, wakeupRows } from './rows/wakeup';
import { webhookOperations, webhookRows } from './rows/webhook';

const operations: Operation[] = [
	...agentOperations,
	...notificationOperations,
	...projectNotificationOperations,
	...scheduleOperations,
	...scheduleChangeOperations,
	...wakeupOperations,
	...webhookOperations,
];

/** Resource and Operation; a resource alone stands for the operation that it preselects. */
const choiceRows: Row[] = operations.flatMap((base) => {
	const { resource, operation } = base;
	const [resources, ofResource] = ['Sonzai › resource', `${resource} › operation`].map((name) => {
		const found = panel.get(name);
		if (found === undefined) throw new Error(`The panel has no ${name}`);
		return found;
	});
	return [
		operationRow(base, ofResource!, { value: operation }),
		...(ofResource!.field.default === operation
			? [operationRow(base, resources!, { value: resource, beside: { operation: undefined } })]
			: []),
	];
});

/** The table: every row, by a name of its own. */
export const rows: Row[] = [
	...choiceRows,
	...agentResourceRows,
	...notificationRows,
	...projectNotificationRows,
	...scheduleRows,
	...scheduleChangeRows,
	...wakeupRows,
	...webhookRows,
	...triggerParameterRows,
	...pollingParameterRows,
	...credentialFieldRows,
	...pickerRows,
];
