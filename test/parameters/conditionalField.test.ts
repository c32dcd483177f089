import type { INodeParameters, INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { node } from '../../harness/engine/engine';
import { nodeTypes } from '../../harness/engine/nodeTypes';

/** What chooses the operation; n8n offers no expression there. */
const OPERATION = ['resource', 'operation'];

interface Situation {
	readonly type: string;
	readonly description: INodeTypeDescription;
	/** The resource and operation, in the node that has them. */
	readonly operation: INodeParameters;
}

const situations = ['sonzai', 'sonzaiTrigger', 'sonzaiNotificationTrigger'].flatMap((type) => {
	const { description } = nodeTypes.getByNameAndVersion(`n8n-nodes-sonzai.${type}`);
	return operationsOf(description).map((operation): [string, Situation] => [
		[type, ...(Object.values(operation) as string[])].join(' '),
		{ type, description, operation },
	]);
});

function operationsOf({ properties }: INodeTypeDescription): INodeParameters[] {
	const fields = properties.filter(({ name }) => name === 'operation');
	if (fields.length === 0) return [{}];
	return fields.flatMap(({ displayOptions, options = [] }) => {
		const [resource] = displayOptions?.show?.resource as string[];
		return options.map((option) => ({
			resource: resource!,
			operation: 'value' in option ? option.value : '',
		}));
	});
}

/** The fields that the operation has, whatever was chosen in them. */
function fieldsOf({ description, operation }: Situation): INodeProperties[] {
	return description.properties.filter(({ displayOptions }) =>
		OPERATION.every((name) => {
			const shown = displayOptions?.show?.[name] as unknown[] | undefined;
			return shown === undefined || shown.includes(operation[name]);
		}),
	);
}

function choicesOf(field: INodeProperties): string[] {
	const { show = {}, hide = {} } = field.displayOptions ?? {};
	return Object.keys({ ...show, ...hide }).filter((name) => !OPERATION.includes(name));
}

/** The field, and what a collection holds, at any depth. */
function withEntries(field: INodeProperties): INodeProperties[] {
	const entries = (field.options ?? []).flatMap((option) => {
		if ('values' in option) return option.values;
		return 'type' in option ? [option] : [];
	});
	return [field, ...entries.flatMap(withEntries)];
}

it('knows the fields that depend on a choice', () => {
	const dependent = situations.flatMap(([name, situation]) =>
		fieldsOf(situation)
			.flatMap(withEntries)
			.filter((field) => choicesOf(field).length > 0)
			.map((field) => ({ name: `${name}: ${field.name}`, required: field.required ?? false })),
	);
	expect(dependent.length).toBeGreaterThan(30);
	expect(dependent).toContainEqual({ name: 'sonzaiTrigger: projectId', required: false });
	expect(dependent.filter(({ required }) => required)).toEqual([]);
});

describe.each(situations)('%s', (_name, situation) => {
	it('demands nothing that depends on a choice, where an expression makes it', () => {
		const fields = fieldsOf(situation);
		const dependent = fields.filter((field) => choicesOf(field).length > 0);
		const choices = Object.fromEntries(
			dependent.flatMap(choicesOf).map((name) => [name, '={{ $json.choice }}']),
		);
		// Nothing is entered: what n8n demands here, it demands whatever the expression gives.
		const empty = Object.fromEntries(dependent.map(({ name }) => [name, '']));
		const { type, description, operation } = situation;
		const subject = node(type, { ...empty, ...operation, ...choices });
		const issues = NodeHelpers.getNodeParametersIssues(dependent, subject, description);
		expect(issues?.parameters ?? {}).toEqual({});
	});
});
