import { createHash } from 'node:crypto';
import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** paneforge sets the pointer's shape by a <style> element while a pane is resized; these are all that it can write. */
const cursors = ['ew', 'w', 'e', 'ns', 'n', 's'].map((to) => `*{cursor: ${to}-resize!important;}`);
/** The style attributes in the page: SvelteKit's own announcer of navigations, and the items of bits-ui's command list. */
const announcer =
	'position: absolute; left: 0; top: 0; clip: rect(0 0 0 0); clip-path: inset(50%); ' +
	'overflow: hidden; white-space: nowrap; width: 1px; height: 1px';
const contents = 'display: contents;';
/** @param {string} text */
const hash = (text) => /** @type {const} */ (`sha256-${createHash('sha256').update(text).digest('base64')}`);

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter({ pages: 'build', assets: 'build', strict: true }),
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self', ...['', ...cursors].map(hash)],
				'style-src-attr': ['unsafe-hashes', hash(announcer), hash(contents)],
				'worker-src': ['self'],
				'img-src': ['self', 'data:', 'blob:'],
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none']
			}
		}
	}
};
