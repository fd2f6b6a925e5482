import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Folders below the engine: no DOM, no async, no clock or chance of the machine's own. */
const pure = ['wire', 'net', 'kernel', 'sim', 'apps', 'shell', 'lab', 'trace'].map(
	(layer) => `src/lib/${layer}/**/*.ts`
);
const tests = ['**/*.test.ts', 'tests/**/*.ts'];

/** Everything that a browser has and Node has not, and what makes a run depend on the machine. */
const outside = [
	...Object.keys(globals.browser).filter((name) => !(name in globals['shared-node-browser'])),
	...[
		'setTimeout',
		'setInterval',
		'setImmediate',
		'queueMicrotask',
		'fetch',
		'performance',
		'crypto',
		'process',
		'Buffer'
	]
];

/**
 * The rules that need types: only the ones that find bugs which tests miss, since types are slow to ask.
 * @type {import('eslint').Linter.RulesRecord}
 */
const asyncRules = {
	'@typescript-eslint/no-floating-promises': 'error',
	'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
	'@typescript-eslint/await-thenable': 'error'
};

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'node_modules/', 'test-results/', 'playwright-report/', 'tests/kernel/.out/'] },
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			// TypeScript knows the names; see typescript-eslint's own advice.
			'no-undef': 'off',
			'no-console': 'error',
			'no-fallthrough': 'off', // TypeScript's noFallthroughCasesInSwitch does it.
			eqeqeq: 'error',
			'prefer-const': ['error', { destructuring: 'all' }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts', '**/*.svelte.js'],
		languageOptions: { parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig } },
		rules: {
			// Most sets and maps in components are not state: they live for one function call.
			'svelte/prefer-svelte-reactivity': 'off',
			// `let { x } = $props()` is how Svelte writes it.
			'prefer-const': 'off',
			'svelte/prefer-const': ['error', { destructuring: 'all' }],
			// The page has no base path to resolve against but its own.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['src/lib/{engine,canvas,ui}/**/*.ts', 'src/cli/**/*.ts', 'tests/**/*.ts'],
		ignores: ['**/*.svelte.ts'],
		languageOptions: { parserOptions: { project: './tsconfig.node.json', tsconfigRootDir: import.meta.dirname } },
		rules: asyncRules
	},
	{
		files: pure,
		ignores: tests,
		rules: {
			'no-restricted-globals': [
				'error',
				...outside.map((name) => ({
					name,
					message: 'Below the engine there is no DOM, no timer and no clock but the virtual one.'
				}))
			],
			'no-restricted-properties': [
				'error',
				{ object: 'Math', property: 'random', message: "Chance comes from the world's seeded random state." },
				{ object: 'Date', property: 'now', message: 'Time is virtual and handed in.' },
				{ object: 'globalThis', property: 'crypto', message: "Chance comes from the world's seeded random state." }
			],
			'no-restricted-syntax': [
				'error',
				{
					selector: ':function[async=true]',
					message: 'Below the engine nothing is async: a checkpoint could not hold it.'
				},
				{ selector: 'AwaitExpression', message: 'Below the engine nothing is async: a checkpoint could not hold it.' },
				{
					selector: "NewExpression[callee.name='Promise']",
					message: 'A promise is state that no checkpoint can hold.'
				},
				{ selector: "NewExpression[callee.name='Date']", message: 'Time is virtual and handed in.' },
				{ selector: 'ImportExpression', message: 'Below the engine nothing is async.' }
			]
		}
	},
	{
		files: ['src/cli/**', 'scripts/**', 'tests/**', '.ci/**'],
		rules: { 'no-console': 'off' }
	}
);
