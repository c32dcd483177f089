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

export interface ValidationOptions {
	/** Throws a Problem when the request may not use that security scheme; none by default. */
	authenticate?: Record<string, (request: Request) => boolean>;
	onViolation: (violation: Violation) => void;
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

/** An OpenAPI 3.1 document that requests and answers are held to. */
export class Contract {
	private readonly routes: Array<Omit<Route, 'params'> & { method: string; path: RegExp }> = [];
	private readonly document: Document;
	private readonly basePath: string;

	/** @param file an OpenAPI document in YAML */
	constructor(file: string) {
		const document = parse(readFileSync(file, 'utf8')) as Document;
		this.document = document;
		this.basePath = document.servers?.[0]?.url ?? '';
		for (const [template, item] of Object.entries(document.paths ?? {})) {
			const pattern = template
				.replace(/[.*+?^$()|[\]\\]/g, '\\$&')
				.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
			for (const method of METHODS) {
				const operationId = item?.[method]?.operationId;
				if (!operationId) continue;
				this.routes.push({
					operationId,
					template,
					method,
					path: new RegExp(`^${this.basePath}${pattern}$`),
				});
			}
		}
	}

	get operationIds(): string[] {
		return this.routes.map(({ operationId }) => operationId);
	}

	/** @param path as sent, without the query */
	routeOf(method: string, path: string): Route | undefined {
		for (const route of this.routes) {
			if (route.method !== method.toLowerCase()) continue;
			const match = route.path.exec(path);
			if (match) {
				const params = Object.entries(match.groups ?? {}).map(([name, value]) => [
					name,
					decode(value),
				]);
				return { ...route, params: Object.fromEntries(params) as Record<string, string> };
			}
		}
		return undefined;
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
		});
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
