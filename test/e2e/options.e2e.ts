import type { INodeTypeDescription } from 'n8n-workflow';
import { SonzaiApi } from '../../credentials/SonzaiApi.credentials';
import { coverageOf } from './options/coverage';
import { openOptionStage, type OptionStage } from './options/optionStage';
import { parametersOf, type Parameter } from './options/panel';
import { rows } from './options/table';

// Run one row by its name: npm run test:e2e -- test/e2e/options.e2e.ts -t 'schedule › create › quietHoursFrom'
let stage: OptionStage;

beforeAll(async () => {
	stage = await openOptionStage();
});

afterAll(async () => {
	await stage?.close();
	expect(stage?.lanes.violations()).toEqual([]);
});

it('has a row for every parameter and value of the panels that n8n shows', async () => {
	const { missing, unknown, ...counts } = coverageOf(await shownPanels(stage), rows);
	process.stdout.write(
		`${counts.parameters} parameters, ${counts.values} of their values matter, ${counts.rows} rows\n`,
	);
	expect(missing).toEqual([]);
	expect(unknown).toEqual([]);
});

it.concurrent.each(rows)('$name', async (row) => {
	await row.run(stage);
});

/** The parameters of the three nodes, as the editor gets them from n8n, and of the credential. */
async function shownPanels({ session }: OptionStage): Promise<Map<string, Parameter>> {
	const nodeInfos = [
		{ name: 'n8n-nodes-sonzai.sonzai', version: 1 },
		{ name: 'n8n-nodes-sonzai.sonzaiTrigger', version: 2 },
		{ name: 'n8n-nodes-sonzai.sonzaiNotificationTrigger', version: 1 },
	];
	const descriptions = [
		...(await session.post<INodeTypeDescription[]>('/node-types', { nodeInfos })),
		new SonzaiApi(),
	];
	return new Map(
		descriptions.flatMap(({ displayName, properties }) => [
			...parametersOf(displayName, properties),
		]),
	);
}
