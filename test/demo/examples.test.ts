import type { INodeTypeDescription } from 'n8n-workflow';
import {
	ANSWER_AGENT,
	readExample,
	SCHEDULE_CHECK_IN,
	withCredential,
	WITHOUT_DUPLICATES,
} from '../../harness/examples';
import { Sonzai } from '../../nodes/Sonzai/Sonzai.node';
import { SonzaiTrigger } from '../../nodes/Sonzai/SonzaiTrigger.node';

const DESCRIPTIONS: Record<string, INodeTypeDescription> = {
	'n8n-nodes-sonzai.sonzai': new Sonzai().description,
	'n8n-nodes-sonzai.sonzaiTrigger': new SonzaiTrigger().description,
};

describe.each([SCHEDULE_CHECK_IN, ANSWER_AGENT, WITHOUT_DUPLICATES])('the example %s', (name) => {
	it('uses only versions and parameters that the nodes have', async () => {
		const { nodes } = await readExample(name);
		const ours = nodes.filter(({ type }) => type in DESCRIPTIONS);
		expect(ours).not.toHaveLength(0);
		for (const { type, typeVersion, parameters } of ours) {
			const { version, properties } = DESCRIPTIONS[type] as INodeTypeDescription;
			expect([version].flat()).toContain(typeVersion);
			const known = properties.map((property) => property.name);
			expect(known).toEqual(expect.arrayContaining(Object.keys(parameters)));
		}
	});

	it('explains itself on the canvas', async () => {
		const { nodes } = await readExample(name);
		expect(nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote')).toBe(true);
	});

	it('takes over the credential that it is given, in all its Sonzai nodes', async () => {
		const given = { id: 'credential-1', name: 'Mine' };
		const { nodes } = withCredential(await readExample(name), given);
		const used = nodes.filter(({ type }) => type in DESCRIPTIONS).map((node) => node.credentials);
		expect(new Set(used.map((credentials) => JSON.stringify(credentials)))).toEqual(
			new Set([JSON.stringify({ sonzaiApi: given })]),
		);
	});
});
