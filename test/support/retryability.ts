import type * as BackendNetwork from '@n8n/backend-network';

/** How n8n reads from an error whether and when a poll may try again: by the code that n8n-core itself uses. */
export const { retryabilityFromError } = jest.requireActual<typeof BackendNetwork>(
	require.resolve('@n8n/backend-network', { paths: [require.resolve('n8n-core')] }),
);
