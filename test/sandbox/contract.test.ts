import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { startSandbox, type Sandbox } from '../../sandbox/index';
import { client } from '../support/sandbox';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Fields = { [name: string]: Json };

const ROOT = join(__dirname, '../..');
const PLATFORM_DOCUMENT = join(ROOT, '../shared/sonzai-openapi.json');
const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
const PROBLEM = { 'application/problem+json': { $ref: '#/components/schemas/ErrorModel' } };

const ours = parse(readFileSync(join(ROOT, 'sandbox/openapi.yaml'), 'utf8')) as Fields;

/** Everything about a schema but its wording. */
function schemaFacts(schema: Json): Json {
	if (Array.isArray(schema)) return schema.map(schemaFacts);
	if (schema === null || typeof schema !== 'object') return schema;
	const facts: Fields = {};
	for (const [name, value] of Object.entries(schema)) {
		if (name === 'description' || name === 'examples') continue;
		if (name === 'required') facts[name] = [...(value as string[])].sort();
		else if (name === 'properties') facts[name] = eachOf(value, schemaFacts);
		else facts[name] = schemaFacts(value);
	}
	return facts;
}

function eachOf(record: Json, map: (value: Json) => Json): Fields {
	return Object.fromEntries(
		Object.entries(record as Fields).map(([name, value]) => [name, map(value)]),
	);
}

function resolve(document: Fields, value: Json): Fields {
	const { $ref } = value as { $ref?: string };
	if ($ref === undefined) return value as Fields;
	return $ref
		.split('/')
		.slice(1)
		.reduce<Json>((found, step) => (found as Fields)[step]!, document) as Fields;
}

function contentFacts(document: Fields, holder: Json): Json {
	const { content = {} } = resolve(document, holder);
	return eachOf(content, (media) => schemaFacts((media as Fields).schema!));
}

/** What a document promises, by method and path. */
function facts(document: Fields): { operations: Record<string, Fields>; schemas: Fields } {
	const operations: Record<string, Fields> = {};
	for (const [path, item] of Object.entries(document.paths as Fields)) {
		for (const [method, value] of Object.entries(item as Fields)) {
			expect(METHODS).toContain(method);
			const operation = value as Fields;
			const parameters = ((operation.parameters ?? []) as Json[]).map((parameter) => {
				const { name, in: place, required = false, schema } = resolve(document, parameter);
				return { name, place, required, schema: schemaFacts(schema!) } as Json;
			});
			operations[`${method} ${path}`] = {
				operationId: operation.operationId!,
				security: operation.security!,
				parameters,
				body: operation.requestBody ? contentFacts(document, operation.requestBody) : null,
				responses: eachOf(operation.responses!, (response) => contentFacts(document, response)),
			};
		}
	}
	const { schemas } = document.components as { schemas: Json };
	return { operations, schemas: eachOf(schemas, schemaFacts) };
}

const platformIsKnown = existsSync(PLATFORM_DOCUMENT);
if (!platformIsKnown) {
	console.warn(
		"The platform's OpenAPI document is not beside this checkout: not compared with it.",
	);
}

describe("the platform's own document", () => {
	const compare = platformIsKnown ? it : it.skip;
	const theirs = () => facts(JSON.parse(readFileSync(PLATFORM_DOCUMENT, 'utf8')) as Fields);

	compare('has the same operations, with the same parameters, bodies and answers', () => {
		const { operations } = facts(ours);
		const expected = theirs().operations;
		for (const operation of Object.values(expected)) {
			// Operations that list their errors one by one leave out those of every operation, as 401.
			const responses = operation.responses as Fields;
			responses.default ??= PROBLEM;
		}
		expect(operations).toEqual(expected);
	});

	compare('has the same schemas', () => {
		expect(facts(ours).schemas).toEqual(theirs().schemas);
	});
});

describe('a sandbox', () => {
	let sandbox: Sandbox;
	beforeAll(async () => (sandbox = await startSandbox()));
	afterAll(() => sandbox.close());

	it('has every operation that an API key may call', async () => {
		const call = client(sandbox);
		const open = Object.entries(facts(ours).operations).filter(([, { security }]) =>
			JSON.stringify(security).includes('apiKey'),
		);
		expect(open).toHaveLength(30);
		for (const [key, { operationId }] of open) {
			const [method, template] = key.split(' ') as [string, string];
			const path = template.replace('{projectId}', sandbox.projectId).replace(/\{\w+\}/g, 'none');
			await call(
				method.toUpperCase(),
				path,
				['post', 'put', 'patch'].includes(method) ? {} : undefined,
			);
			const recorded = sandbox.requests().at(-1);
			expect(recorded).toMatchObject({ operationId, method: method.toUpperCase() });
			expect([200, 204, 404, 422]).toContain(recorded!.status);
		}
		expect(sandbox.violations()).toEqual([]);
	});

	it('turns an answer that breaks the contract into a 500 and puts it on record', async () => {
		const call = client(sandbox);
		sandbox.addNotifications('Luna', [{ generated_message: 5 as unknown as string }]);
		const answer = await call('GET', '/agents/Luna/notifications');
		expect(answer).toMatchObject({ status: 500, body: { status: 500 } });
		expect(answer.type).toContain('application/problem+json');
		expect(sandbox.violations()).toEqual([
			expect.objectContaining({
				operationId: 'listNotifications',
				message: '/response/notifications/0/generated_message must be string',
			}),
		]);
	});
});
