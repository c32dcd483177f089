// The real n8n, installed and started: minutes, not seconds. Kept out of `npm test`.

/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.config'),
	testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
	testPathIgnorePatterns: ['/node_modules/'],
	maxWorkers: 1,
	// Rows of the options that run side by side in one n8n.
	maxConcurrency: 12,
	testTimeout: 15 * 60_000,
};
