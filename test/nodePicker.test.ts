import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodePropertyOptions } from 'n8n-workflow';
import { Sonzai } from '../nodes/Sonzai/Sonzai.node';
import { SonzaiNotificationTrigger } from '../nodes/Sonzai/SonzaiNotificationTrigger.node';
import { SonzaiTrigger } from '../nodes/Sonzai/SonzaiTrigger.node';

interface Codex {
	node: string;
	categories: string[];
	subcategories?: Record<string, string[]>;
	alias: string[];
	resources: object;
}

const NODES = [new Sonzai(), new SonzaiTrigger(), new SonzaiNotificationTrigger()];

const codexOf = (nodeType: string) =>
	JSON.parse(
		readFileSync(
			join(
				__dirname,
				'../nodes/Sonzai',
				`${nodeType[0]?.toUpperCase()}${nodeType.slice(1)}.node.json`,
			),
			'utf8',
		),
	) as Codex;

describe.each(NODES.map(({ description }) => description.name))('the codex file of %s', (name) => {
	const codex = codexOf(name);

	it('belongs to the node, and has the part without which n8n drops it whole', () => {
		expect(codex.node).toBe(`n8n-nodes-sonzai.${name}`);
		expect(codex.resources).toBeInstanceOf(Object);
	});

	it('has no category that hides the node: AI without subcategories does', () => {
		expect(codex.categories).not.toHaveLength(0);
		if (codex.categories.includes('AI')) expect(codex.subcategories?.AI).not.toHaveLength(0);
	});

	// n8n merges the trigger into the action's entry and keeps only the action's words.
	it("has no word that the action's file lacks", () => {
		expect(codexOf('sonzai').alias).toEqual(expect.arrayContaining(codex.alias));
	});
});

it.each([
	['the trigger', new SonzaiTrigger(), 'events'],
	['the polling trigger', new SonzaiNotificationTrigger(), 'source'],
] as const)('lists what starts %s by a sentence of its own', (_title, { description }, field) => {
	const property = description.properties.find(({ name }) => name === field);
	const actions = (property?.options as INodePropertyOptions[]).map(({ action }) => action);
	// n8n looks for a field of this name, and puts "On" before an option that has no action.
	expect(property?.displayName).toBe('Trigger On');
	for (const action of actions) expect(action).toMatch(/^On (?!on )[a-z ]+$/);
	expect(new Set(actions).size).toBe(actions.length);
});
