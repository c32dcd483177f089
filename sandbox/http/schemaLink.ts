import type { Request } from 'express';

/**
 * The platform's objects tell the address of their own schema in `$schema` (Sonzai's OpenAPI
 * document), so that a client must cope with a property that is no data.
 *
 * @param schema the schema's name; undefined for objects that tell none
 */
export function withSchema(request: Request, schema: string | undefined, answer: object): object {
	if (!schema) return answer;
	const address = `${request.protocol}://${request.host}/api/v1/schemas/${schema}.json`;
	return { $schema: address, ...answer };
}
