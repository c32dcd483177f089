import type { IDataObject } from 'n8n-workflow';

/** @returns whether a parsed JSON value is an object, and neither a list nor null */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
