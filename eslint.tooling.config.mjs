// What is not shipped (sandbox, demo, tests, build files) is linted here. The shipped
// sources are linted by eslint.config.mjs, which n8n's strict mode wants unmodified.
import js from '@eslint/js';
import { globalIgnores } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const NODE_GLOBALS = Object.fromEntries(
	['console', 'process', 'require', 'module', '__dirname', 'Buffer', 'URL', 'setTimeout'].map(
		(name) => [name, 'readonly'],
	),
);

export default tseslint.config(
	globalIgnores(['dist', 'nodes', 'credentials', 'coverage', '.n8n-demo']),
	js.configs.recommended,
	{ files: ['**/*.mjs'], languageOptions: { globals: NODE_GLOBALS } },
	{
		files: ['**/*.{js,cjs}'],
		languageOptions: { sourceType: 'commonjs', globals: NODE_GLOBALS },
	},
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommendedTypeChecked],
		languageOptions: { parserOptions: { projectService: true } },
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
		},
	},
	prettier,
);
