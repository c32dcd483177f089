import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { InvalidInput } from '../../nodes/Sonzai/errors/invalidInput';
import { toNodeError } from '../../nodes/Sonzai/errors/nodeError';
import { RequestFailure } from '../../nodes/Sonzai/errors/requestFailure';

const NODE = { name: 'Sonzai' } as INode;

it('keeps the status and Retry-After for those who decide on them', () => {
	const failure = new RequestFailure('Too many requests', 'Try later.', 429, '7');
	const error = toNodeError(NODE, failure, { itemIndex: 3 }) as NodeApiError;
	expect(error).toBeInstanceOf(NodeApiError);
	expect(error.httpCode).toBe('429');
	expect(error.errorResponse).toEqual({ statusCode: 429, headers: { 'retry-after': '7' } });
	expect(error.context.itemIndex).toBe(3);
});

it('names no item where there is none', () => {
	const error = toNodeError(NODE, new RequestFailure('Refused', 'Check the server.'));
	expect(error.context.itemIndex).toBeUndefined();
	expect(error.message).toBe('Refused');
	expect(error.description).toBe('Check the server.');
});

it.each([
	new RequestFailure("'A' failed", 'Do this.', 404),
	new InvalidInput("'A' failed", 'Do this.'),
])('puts the way out into the message where n8n shows nothing else', (failure) => {
	const error = toNodeError(NODE, failure, { messageOnly: true });
	expect(error.message).toBe("'A' failed. Do this.");
	expect(error.description).toBeFalsy();
});

it('makes an operation error of invalid input', () => {
	const error = toNodeError(NODE, new InvalidInput('Empty', 'Fill it in.'), { itemIndex: 2 });
	expect(error).toBeInstanceOf(NodeOperationError);
	expect([error.message, error.description, error.context.itemIndex]).toEqual([
		'Empty',
		'Fill it in.',
		2,
	]);
});

it("leaves n8n's own errors as they are", () => {
	const error = new NodeOperationError(NODE, 'No credential');
	expect(toNodeError(NODE, error, { itemIndex: 1 })).toBe(error);
});

it('wraps whatever else was thrown', () => {
	const error = toNodeError(NODE, new TypeError('odd'), { itemIndex: 1 });
	expect(error).toBeInstanceOf(NodeOperationError);
	expect(error.message).toBe('odd');
});
