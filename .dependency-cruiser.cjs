/** Imports go one way: wire, net <- kernel <- sim <- apps, shell <- engine <- ui. ARCHITECTURE.md says why. */

const tests = '\\.test\\.ts$';

/**
 * A layer, and all that it may know of src/lib. Everything else there is forbidden to it.
 * @param {string} layer
 * @param {string[]} known layers whose code it may run
 * @param {string[]} [types] layers of which it may know the types only
 */
const layer = (layer, known, types = []) => {
	const from = { path: `^src/lib/${layer}/`, pathNot: tests };
	const allowed = [layer, ...known].join('|');
	const rules = [
		{
			name: `${layer}-knows-only`,
			comment: `${layer} may import: ${[...known, ...types.map((name) => `types of ${name}`)].join(', ') || 'nothing of ours'}.`,
			severity: 'error',
			from,
			to: { path: '^src/', pathNot: `^src/lib/(${[allowed, ...types].join('|')})/` }
		}
	];
	if (types.length > 0) {
		rules.push({
			name: `${layer}-knows-types-only`,
			comment: `Of ${types.join(', ')} ${layer} may import types only.`,
			severity: 'error',
			from,
			to: {
				path: `^src/lib/(${types.join('|')})/`,
				pathNot: `^src/lib/(${allowed})/`,
				dependencyTypesNot: ['type-only']
			}
		});
	}
	return rules;
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: 'no-circular',
			comment: 'Two files that need each other are one idea in two places. (Types may refer to each other.)',
			severity: 'error',
			from: {},
			to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
		},
		{
			name: 'not-resolvable',
			comment: 'An import of something that is not there.',
			severity: 'error',
			from: {},
			// $app and friends are made by SvelteKit.
			to: { couldNotResolve: true, pathNot: '^\\$(app|env|service-worker)' }
		},
		...layer('net', []),
		...layer('wire', ['net']),
		...layer('trace', ['wire', 'net']),
		...layer('kernel', ['wire', 'net'], ['trace']),
		...layer('lab', ['net', 'kernel/netfilter/language'], ['kernel/netfilter']),
		...layer('labs', ['lab', 'net']),
		...layer('sim', ['kernel', 'wire', 'net', 'lab'], ['trace']),
		...layer('apps', ['sim', 'kernel', 'wire', 'net', 'lab'], ['trace']),
		...layer('shell', ['apps', 'sim', 'kernel', 'wire', 'net', 'lab'], ['trace']),
		...layer('engine', ['shell', 'apps', 'sim', 'kernel', 'wire', 'net', 'lab', 'trace']),
		...layer('canvas', ['lab', 'net'], ['trace']),
		{
			name: 'ui-talks-to-the-engine-only-as-a-client',
			comment: 'The page never runs the network itself.',
			severity: 'error',
			from: { path: '^src/(lib/ui|routes)/', pathNot: tests },
			to: { path: '^src/(lib/(kernel|sim|apps|shell)|cli)/', dependencyTypesNot: ['type-only'] }
		},
		{
			name: 'engine-without-a-screen',
			comment: 'Below the page there is no Svelte, no drawing and no storage.',
			severity: 'error',
			from: { path: '^src/(lib/(wire|net|kernel|sim|apps|shell|lab|labs|trace|engine)|cli)/' },
			to: {
				path: 'node_modules/(svelte|@sveltejs|bits-ui|@lucide|paneforge|cytoscape|cytoscape-fcose|idb-keyval)/|^\\$(app|lib)'
			}
		},
		{
			name: 'lab-libraries',
			comment: 'The document needs a schema and JSON errors with a place, and nothing else.',
			severity: 'error',
			from: { path: '^src/lib/lab/', pathNot: tests },
			to: { dependencyTypes: ['npm', 'npm-dev'], pathNot: 'node_modules/(valibot|jsonc-parser)/' }
		},
		{
			name: 'no-machine-below-the-command-line',
			comment: "The engine runs in a browser: nothing of Node's.",
			severity: 'error',
			from: { path: '^src/(lib|routes)/', pathNot: tests },
			to: { dependencyTypes: ['core'] }
		},
		{
			name: 'cli-has-no-screen',
			comment: 'The command line runs the engine, not the page.',
			severity: 'error',
			from: { path: '^src/cli/' },
			to: { path: '^src/(routes|lib/(ui|canvas))/' }
		}
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '(^|/)(\\.svelte-kit|build|\\.out)/' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.node.json' },
		combinedDependencies: true,
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'import', 'node', 'default'],
			mainFields: ['svelte', 'module', 'main', 'types']
		},
		reporterOptions: { text: { highlightFocused: true } }
	}
};
