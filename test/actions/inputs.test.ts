import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import { nodeTypes } from '../../harness/engine/nodeTypes';
import { actionRuns, agentById } from '../support/actionRun';

const api = actionRuns({ retryDelaysMs: [] });

const MEGABYTE = 1_000_000;
const LUNA = '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a01';

/** What an expression may give by mistake. */
const HOSTILE: Record<string, unknown> = {
	'not a number': NaN,
	'an endless number': Infinity,
	'a switch': true,
	'a number without exact digits': 2 ** 53 + 2,
	'a huge number': 1e21,
	'an object': { toString: 1 },
	'a list of lists': [[['x']]],
	'half of a character': 'x\ud800',
	'the name of a prototype': '__proto__',
	'a dot': '.',
	'two dots': '..',
	'1 MB of a letter': 'x'.repeat(MEGABYTE),
	'1 MB of digits': '2'.repeat(MEGABYTE),
	'1 MB of dates': '2040-01-01T09:00-'.repeat(MEGABYTE / 17),
	'1 MB of spaces': `x${' '.repeat(MEGABYTE)}x`,
	'1 MB of commas': ','.repeat(MEGABYTE),
	'1 MB of asterisks': '*,'.repeat(MEGABYTE / 2),
	'1 MB of brackets': '['.repeat(MEGABYTE),
	'1 MB of slashes': `https://x/${'/'.repeat(MEGABYTE)}x`,
	'1 MB of agents': `https://x${'/agents/'.repeat(MEGABYTE / 8)}`,
	'1 MB of emoji': '\u{1f600}'.repeat(MEGABYTE / 4),
};

/** They have no natural limit: whatever is a text arrives as it is. */
const FREE_TEXTS = [
	'Context',
	'Event Description',
	'Interest Topic',
	'Occasion',
	'Check Type',
	'Authorization Header',
	'Metadata: value',
];

/** What is no text, and may stand in a place of that type all the same. */
const FITS: Record<string, string[]> = {
	boolean: ['boolean'],
	number: ['number'],
	value: ['boolean', 'number', 'object'],
};

const isText = (value: unknown): value is string => typeof value === 'string';

const user = { agentId: agentById(LUNA), userId: 'ada' };
const project = { projectId: 'p1' };
const scoped = { scope: 'project', ...project };
const event = { ...scoped, eventType: 'custom', customEventType: 'session.end' };
const schedule = { ...user, context: 'Pills', cadence: 'daily', times: '09:00' };
const changed = { ...user, scheduleId: 's1', cadence: 'unchanged' };
const wakeup = { ...user, context: 'Ask' };
const quiet = { quietHoursFrom: '22:00', quietHoursUntil: '08:00' };

/** Good parameters for every operation, so that each field is read once. */
const OPERATIONS: Array<[string, string, INodeParameters]> = [
	['agent', 'get', { agentId: agentById(LUNA) }],
	['agent', 'getMany', {}],
	['agent', 'triggerEvent', { ...user, eventType: 'birthday' }],
	['notification', 'consume', { ...user, notificationId: 'n1' }],
	['notification', 'getHistory', user],
	['notification', 'getMany', user],
	['projectNotification', 'acknowledge', { ...project, notificationIds: 'n1' }],
	['projectNotification', 'acknowledgeAll', project],
	['projectNotification', 'getMany', project],
	['schedule', 'create', schedule],
	['schedule', 'create', { ...schedule, cadence: 'weekly', daysOfWeek: ['mon'] }],
	['schedule', 'create', { ...schedule, cadence: 'hours', hours: 4 }],
	[
		'schedule',
		'create',
		{ ...schedule, cadence: 'cron', cronExpression: '0 9 * * *', additionalFields: quiet },
	],
	['schedule', 'delete', { ...user, scheduleId: 's1' }],
	['schedule', 'get', { ...user, scheduleId: 's1' }],
	['schedule', 'getMany', user],
	['schedule', 'getUpcoming', { ...user, scheduleId: 's1' }],
	['schedule', 'update', changed],
	['schedule', 'update', { ...schedule, scheduleId: 's1' }],
	['wakeup', 'getMany', user],
	['wakeup', 'schedule', { ...wakeup, timing: 'at', scheduledAt: '2040-01-01' }],
	['wakeup', 'schedule', { ...wakeup, timing: 'delay', delay: 1 }],
	['webhook', 'delete', event],
	['webhook', 'getDeliveryAttempts', event],
	['webhook', 'getMany', scoped],
	['webhook', 'register', { ...event, webhookUrl: 'https://example.com/' }],
	['webhook', 'rotateSecret', event],
];

/** A place that an expression can stand in, and the parameters with one there. */
interface Place {
	readonly label: string;
	readonly type: string;
	readonly set: (parameters: INodeParameters, expression: string) => INodeParameters;
}

const { properties } = nodeTypes.getByNameAndVersion('n8n-nodes-sonzai.sonzai').description;

/** The places in the fields that the node panel shows. */
function placesOf(parameters: INodeParameters): Place[] {
	const isShown = ({ displayOptions }: INodeProperties) =>
		Object.entries(displayOptions?.show ?? {}).every(([name, values]) =>
			(values as unknown[]).includes(parameters[name] ?? DEFAULTS[name]),
		);
	return properties
		.filter(({ name }) => name !== 'resource' && name !== 'operation')
		.filter(isShown)
		.flatMap(placesIn);
}

/** What other fields depend on, where a case does not set it. */
const DEFAULTS: INodeParameters = { returnAll: false };

function placesIn(field: INodeProperties): Place[] {
	const { displayName: label, name, type } = field;
	if (type === 'resourceLocator') {
		return [{ label, type, set: (given, value) => ({ ...given, [name]: agentById(value) }) }];
	}
	if (type === 'fixedCollection') {
		return ['name', 'value'].map((part) => ({
			label: `${label}: ${part}`,
			type: part,
			set: (given, value) => ({
				...given,
				[name]: { entries: [{ name: 'a', value: 'b', [part]: value }] },
			}),
		}));
	}
	if (type !== 'collection') {
		return [{ label, type, set: (given, value) => ({ ...given, [name]: value }) }];
	}
	return (field.options as INodeProperties[]).flatMap(placesIn).map((entry) => ({
		...entry,
		set: (given, value) => ({
			...given,
			[name]: { ...(given[name] as INodeParameters), ...entry.set({}, value) },
		}),
	}));
}

// One that n8n reads for the whole node is not one of an item.
const isOfItems = ({ label }: Place) => label !== 'Concurrency';

const cases = OPERATIONS.map(([resource, operation, parameters]) => ({
	name: `${resource} ${operation} ${(parameters.cadence ?? parameters.timing ?? '') as string}`,
	base: { resource, operation, ...parameters },
	places: placesOf({ resource, operation, ...parameters }).filter(isOfItems),
}));

it('knows every operation', () => {
	const known = new Set(OPERATIONS.map(([resource, operation]) => `${resource} ${operation}`));
	const offered = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options.map((option) => option.name));
	expect(known.size).toBe(offered.length);
});

describe.each(cases)('$name', ({ base, places }) => {
	it.each(places)(
		'$label arrives as it was given, or is refused in a few words',
		async ({ label, type, set }) => {
			const kinds = Object.keys(HOSTILE);
			const items = kinds.map((kind) => ({ given: HOSTILE[kind] })) as IDataObject[];
			const { output, error } = await api.run(set(base, '={{ $json.given }}'), items, {
				onError: 'continueRegularOutput',
			});
			expect(error).toBeUndefined();
			const failures = new Map(
				output.flatMap(({ error: failure, pairedItem }) =>
					failure ? [[(pairedItem as { item: number }).item, failure] as const] : [],
				),
			);
			const sent = api
				.requests()
				.map(({ method, path, query, body }) => JSON.stringify([method, path, query, body]));
			for (const [index, kind] of kinds.entries()) {
				const failure = failures.get(index);
				const told = `${failure?.message ?? ''} ${failure?.description ?? ''}`;
				expect(told.length).toBeLessThan(2_000);
				const value = HOSTILE[kind];
				// Refused here, before it was sent: by the name of its field.
				if (told.includes(`'${label.replace(/: (name|value)$/, '')}`)) continue;
				if (isText(value) && FREE_TEXTS.includes(label)) {
					const given = JSON.stringify(type === 'value' ? value : value.trim());
					expect(sent.some((text) => text.includes(given)) ? [] : [kind, 'lost']).toEqual([]);
				}
				const isFit = isText(value) || FITS[type]?.includes(typeof value);
				expect(isFit ? [] : [kind, told]).toEqual([]);
			}
			const asTexts = sent.join('\n');
			for (const never of ['NaN', 'Infinity', '1e+21', '[object', '\\ud800', '\ufffd']) {
				expect(asTexts.includes(never) ? never : 'nothing of the kind').toBe('nothing of the kind');
			}
		},
	);
});
