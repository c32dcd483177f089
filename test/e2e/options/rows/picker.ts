import { parameterOf } from '../operation';
import { pollingParameter } from '../polling';
import type { Json } from '../json';
import type { Lane } from '../lanes';
import type { OptionStage } from '../optionStage';
import { rowOf, type Row } from '../row';
import { ATLAS, LUNA, MOON, sentTo, type Sent } from '../sent';
import { checked } from '../shown';

/** What the editor asks n8n for to fill a list. */
interface Asked {
	readonly endpoint: 'options' | 'resource-locator-results';
	readonly methodName: string;
	readonly path: string;
	readonly node: { readonly name: string; readonly version: number };
	readonly parameters: Json;
	/** What the user typed into the search box. */
	readonly filter?: string;
}

/** @returns what the editor offers */
async function offered({ session }: OptionStage, { credential }: Lane, asked: Asked) {
	const { endpoint, methodName, path, node, parameters, filter } = asked;
	return await session.post<unknown>(`/dynamic-node-parameters/${endpoint}`, {
		methodName,
		path: `parameters.${path}`,
		nodeTypeAndVersion: { ...node, name: `n8n-nodes-sonzai.${node.name}` },
		currentNodeParameters: parameters,
		credentials: { sonzaiApi: credential },
		filter,
	});
}

function pickerRow(
	parameter: Parameters<typeof rowOf>[0],
	row: { as: string; value: unknown; asked: Asked; offers: unknown; sends: readonly Sent[] },
): Row {
	return rowOf(parameter, row, async (stage) => {
		await stage.lanes.with(async (lane) => {
			let offers: unknown;
			await checked(
				lane.sandbox,
				() => offers,
				async () => {
					offers = await offered(stage, lane, row.asked);
					expect(offers).toEqual(row.offers);
					expect(sentTo(lane.sandbox)).toEqual(row.sends);
				},
			);
		});
	});
}

const chosen = (value: string) => ({ __rl: true, mode: 'list', value });

const ofAgent = (filter?: string): Asked => ({
	endpoint: 'resource-locator-results',
	methodName: 'searchAgents',
	path: 'agentId',
	node: { name: 'sonzai', version: 1 },
	parameters: { resource: 'agent', operation: 'get' },
	filter,
});

/** What the lists of agents offer. */
export const pickerRows: Row[] = [
	pickerRow(parameterOf('agent', 'get', 'agentId'), {
		as: 'what the list offers',
		value: chosen(LUNA),
		asked: ofAgent(),
		offers: {
			results: [
				{ name: 'Luna', value: LUNA },
				{ name: 'Luna Moon/II', value: MOON },
				{ name: 'Atlas', value: ATLAS },
			],
		},
		sends: ['GET /agents?page_size=100'],
	}),
	pickerRow(parameterOf('agent', 'get', 'agentId'), {
		as: 'what the list offers after a search',
		value: chosen(ATLAS),
		asked: ofAgent('atl'),
		offers: { results: [{ name: 'Atlas', value: ATLAS }] },
		sends: ['GET /agents?page_size=100&search=atl'],
	}),
	pickerRow(pollingParameter('agentIds'), {
		as: 'what the list offers',
		value: [LUNA],
		asked: {
			endpoint: 'options',
			methodName: 'getAgents',
			path: 'agentIds',
			node: { name: 'sonzaiNotificationTrigger', version: 1 },
			parameters: { source: 'agent' },
		},
		offers: [
			{ name: 'Atlas', value: ATLAS },
			{ name: 'Luna', value: LUNA },
			{ name: 'Luna Moon/II', value: MOON },
		],
		sends: ['GET /agents?page_size=100'],
	}),
];
