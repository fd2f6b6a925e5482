/** The one App of the page, for every component below it. */
import { getContext, setContext } from 'svelte';
import type { App } from './app.svelte.ts';

const KEY = Symbol('app');

export function setApp(app: App): App {
	return setContext(KEY, app);
}

export function getApp(): App {
	return getContext<App>(KEY);
}
