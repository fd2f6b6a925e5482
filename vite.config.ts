import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	plugins: [sveltekit()],
	worker: { format: 'es' },
	build: {
		rolldownOptions: {
			output: {
				codeSplitting: {
					// What every visit loads is two files and not sixty: a request costs more than a kilobyte.
					groups: [
						{ name: 'cytoscape', test: /node_modules\/cytoscape\// },
						{ name: 'page', tags: ['$initial'] }
					]
				}
			}
		}
	},
	test: {
		include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/fuzz/**/*.test.ts', 'tests/tshark/**/*.test.ts'],
		environment: 'node'
	}
});
