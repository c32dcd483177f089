import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { findOperation } from '../../nodes/Sonzai/actions';
import { optionsField } from '../../nodes/Sonzai/parameters/collections';
import { ItemParameters } from '../../nodes/Sonzai/parameters/itemParameters';
import { actionRuns } from '../support/actionRun';
import { EVERY_OPERATION } from '../support/everyOperation';

const on = actionRuns();

/** The fields that the operation reads while it runs: of the panel, and entries with their collection. */
async function fieldsRead(parameters: INodeParameters) {
	const value = jest.spyOn(ItemParameters.prototype, 'value');
	const entry = jest.spyOn(ItemParameters.prototype, 'entry');
	try {
		const agent = on.sandbox.agents[0]!.agent_id;
		await on.run(parameters, [
			{ name: 'Luna', agent, user: 'ada', event: 'agent.message', message: 'm', schedule: 's' },
		]);
		const fields = new Set(value.mock.calls.map(([field]) => field));
		const entries: Array<[entry: INodeProperties, collection: INodeProperties]> = entry.mock.calls;
		return { fields: [...fields], entries };
	} finally {
		jest.restoreAllMocks();
	}
}

const CADENCES = ['daily', 'hours', 'weekly', 'cron'].map((cadence): [string, INodeParameters] => [
	'schedule: update',
	{ ...EVERY_OPERATION['schedule: update']!.parameters, cadence },
]);
const RUNS = [
	...Object.entries(EVERY_OPERATION).map(([name, { parameters }]) => [name, parameters] as const),
	...CADENCES,
];

it.each(RUNS)('%s reads the fields that it declares, and no others (%j)', async (name, given) => {
	const [resource = '', action = ''] = name.split(': ');
	const operation = findOperation(resource, action)!;
	const { fields, entries } = await fieldsRead({ resource, operation: action, ...given });
	const options = optionsField(operation.options);
	// The options are put together for the panel; what else is declared is the very object that is read.
	const undeclared = fields.filter(
		(field) => !operation.fields.includes(field) && field.name !== options.name,
	);
	expect(undeclared.map((field) => field.name)).toEqual([]);
	const strangers = entries.filter(
		([entry, { name, options: own = [] }]) =>
			!(name === options.name ? options.options! : own).includes(entry),
	);
	expect(strangers.map(([entry, collection]) => `${collection.name}.${entry.name}`)).toEqual([]);
	expect(fields.length).toBeGreaterThan(0);
});
