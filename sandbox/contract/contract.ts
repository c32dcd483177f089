import { readFileSync } from 'node:fs';
import type { Request, RequestHandler } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import type { OpenApiRequest } from 'express-openapi-validator/dist/framework/types';
import { parse } from 'yaml';

type Document = Parameters<typeof OpenApiValidator.middleware>[0]['apiSpec'] & object;

/** An answer that breaks the contract. */
export interface Violation {
	operationId: string;
	message: string;
	body: unknown;
}

/** A path of the contract that a request's method and address belong to. */
export interface Route {
	operationId: string;
	/** As in `/agents/{agentId}/notifications`. */
	template: string;
	/** Decoded. */
	params: Record<string, string>;
}

interface KnownRoute extends Omit<Route, 'params'> {
	method: string;
	path: RegExp;
}

export interface ValidationOptions {
	/** Throws a Problem when the request may not use that security scheme; none by default. */
	authenticate?: Record<string, (request: Request) => boolean>;
	onViolation: (violation: Violation) => void;
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

type Method = (typeof METHODS)[number];

/** An OpenAPI 3.1 document that requests and answers are held to. */
export class Contract {
	private readonly routes: KnownRoute[] = [];
	private readonly document: Document;

	/** @param file an OpenAPI document in YAML */
	constructor(file: string) {
		this.document = parse(readFileSync(file, 'utf8')) as Document;
		const basePath = this.document.servers?.[0]?.url ?? '';
		for (const [template, item] of Object.entries(this.document.paths ?? {})) {
			const path = new RegExp(`^${basePath}${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
			for (const method of METHODS) {
				const operationId = item?.[method]?.operationId;
				if (operationId) this.routes.push({ operationId, template, method, path });
			}
		}
	}

	get operationIds(): string[] {
		return this.routes.map(({ operationId }) => operationId);
	}

	/** As in `/agents/{agentId}/notifications`. */
	get templates(): string[] {
		return [...new Set(this.routes.map(({ template }) => template))];
	}

	/** @param path as sent, without the query */
	routeOf(method: string, path: string): Route | undefined {
		for (const route of this.routes) {
			const match = route.method === method.toLowerCase() && route.path.exec(path);
			if (!match) continue;
			const params = Object.entries(match.groups ?? {}).map(([name, text]) => [name, decode(text)]);
			return { ...route, params: Object.fromEntries(params) as Record<string, string> };
		}
		return undefined;
	}

	/** The named schema of an operation's answer, if its objects tell their schema in `$schema`. */
	answerSchema(operationId: string): string | undefined {
		const route = this.routes.find((known) => known.operationId === operationId);
		const operation = route && this.document.paths?.[route.template]?.[route.method as Method];
		const answer = operation?.responses?.['200'];
		const schema = answer && 'content' in answer && answer.content?.['application/json']?.schema;
		const name = schema && '$ref' in schema ? schema.$ref.split('/').at(-1) : undefined;
		return name !== undefined && this.tellsSchema(name) ? name : undefined;
	}

	/** Refuses requests that break the contract, and turns answers that do into a 500. */
	validate({ authenticate, onViolation }: ValidationOptions): RequestHandler[] {
		return OpenApiValidator.middleware({
			apiSpec: structuredClone(this.document),
			validateApiSpec: false,
			validateRequests: { allErrors: true },
			validateResponses: {
				allErrors: true,
				onError(error, body: unknown, request) {
					onViolation({ operationId: operationOf(request), message: error.message, body });
					throw error;
				},
			},
			validateSecurity: authenticate ? { handlers: authenticate } : false,
			fileUploader: false,
		});
	}

	private tellsSchema(name: string): boolean {
		const schema = this.document.components?.schemas?.[name];
		return schema !== undefined && 'properties' in schema && '$schema' in (schema.properties ?? {});
	}
}

/** The operation that a validated request belongs to. */
export function operationOf(request: Request): string {
	return (request as OpenApiRequest).openapi?.schema.operationId ?? '';
}

/** The decoded path parameters of a validated request. */
export function pathParamsOf(request: Request): Record<string, string> {
	return (request as OpenApiRequest).openapi?.pathParams ?? {};
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
