import { SonzaiApi } from '../credentials/SonzaiApi.credentials';
import { Sonzai } from '../nodes/Sonzai/Sonzai.node';
import { SonzaiNotificationTrigger } from '../nodes/Sonzai/SonzaiNotificationTrigger.node';
import { SonzaiTrigger } from '../nodes/Sonzai/SonzaiTrigger.node';
import { coverageOf, type Described } from './e2e/options/coverage';
import { rows } from './e2e/options/table';

// The rows themselves run in the real n8n: npm run test:e2e -- options
const panels: Described[] = [
	new Sonzai().description,
	new SonzaiTrigger().description,
	new SonzaiNotificationTrigger().description,
	new SonzaiApi(),
];

it('has a row for every parameter and every value that matters', () => {
	expect(coverageOf(panels, rows)).toMatchObject({ missing: [], unknown: [] });
});

it('names each row differently', () => {
	const names = rows.map(({ name }) => name);
	expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it('names what has no row, and rows of what is gone', () => {
	const field = { displayName: 'New', default: '' } as const;
	const properties: Described['properties'] = [
		{ ...field, name: 'text', type: 'string' },
		{
			...field,
			name: 'choice',
			type: 'options',
			options: [
				{ name: 'A', value: 'a' },
				{ name: 'B', value: 'b' },
			],
		},
		{
			...field,
			name: 'many',
			type: 'collection',
			options: [{ ...field, name: 'amount', type: 'number', typeOptions: { minValue: 1 } }],
		},
	];
	const shown = { name: '', run: async () => await Promise.resolve() };
	const known = [
		{ ...shown, shows: 'Node › choice', values: ['a'] },
		{ ...shown, shows: 'Node › amount', values: ['smallest'] },
		{ ...shown, shows: 'Node › gone', values: [] },
	];
	expect(coverageOf([{ displayName: 'Node', properties }], known)).toEqual({
		parameters: 3,
		values: 5,
		missing: ['Node › text', 'Node › choice = b', 'Node › amount = below the smallest'],
		unknown: ['Node › gone'],
	});
});
