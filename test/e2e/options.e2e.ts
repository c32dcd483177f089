import type { INodeTypeDescription } from 'n8n-workflow';
import { SonzaiApi } from '../../credentials/SonzaiApi.credentials';
import { coverageOf, type Coverage } from './options/coverage';
import { openOptionStage, type OptionStage } from './options/optionStage';
import { rows } from './options/table';

// One row by its name: npm run test:e2e -- options -t 'schedule › create › quietHoursFrom'
let stage: OptionStage;
let coverage: Coverage | undefined;

beforeAll(async () => {
	stage = await openOptionStage();
});

afterAll(async () => {
	await stage?.close();
	expect(stage?.lanes.violations()).toEqual([]);
	if (coverage) {
		const { parameters, values } = coverage;
		process.stdout.write(
			`${parameters} parameters, ${values} values that matter, ${rows.length} rows\n`,
		);
	}
});

it('has a row for every parameter and value of the panels that n8n shows', async () => {
	const nodeInfos = [
		{ name: 'n8n-nodes-sonzai.sonzai', version: 1 },
		{ name: 'n8n-nodes-sonzai.sonzaiTrigger', version: 2 },
		{ name: 'n8n-nodes-sonzai.sonzaiNotificationTrigger', version: 1 },
	];
	const nodes = await stage.session.post<INodeTypeDescription[]>('/node-types', { nodeInfos });
	coverage = coverageOf([...nodes, new SonzaiApi()], rows);
	expect(coverage).toMatchObject({ missing: [], unknown: [] });
});

it.concurrent.each(rows)('$name', async (row) => {
	await row.run(stage);
});
