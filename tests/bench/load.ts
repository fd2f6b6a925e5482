/**
 * First load: what a first visit fetches, and how long it takes, until the first lab can be grabbed. Nothing is cached,
 * the server is this machine: the time is that of reading, compiling and drawing.
 */
import { gzipSync } from 'node:zlib';
import { chromium, type Browser } from '@playwright/test';
import { ensureBuild } from '../../scripts/setup/build.mjs';
import { ensureChromium } from '../../scripts/setup/chromium.mjs';
import { serve } from '../../scripts/serve.mjs';
import { median, milliseconds, spread } from './measure.ts';

const VISITS = 5;

/** `worker` is the engine's script, which the page loads when the canvas is there. */
type Kind = 'script' | 'worker' | 'style' | 'font' | 'other';

interface Visit {
	/** ms from the start of the navigation until cytoscape shows nodes that listen. */
	interactive: number;
	/** ms from the start of the navigation. */
	firstPaint: number;
	/** Bytes until then, and of the worker, by kind of file, gzipped. */
	bytes: Record<Kind, number>;
	requests: number;
}

/**
 * Runs in the page, before anything of it: notes when the canvas has nodes. Text, since a compiled function would call
 * the compiler's own functions, which the page doesn't have.
 */
const WATCH_CANVAS = `
	(function look() {
		const canvas = document.querySelector('.__________cytoscape_container');
		if (canvas?._cyreg?.cy?.nodes().length > 0) performance.mark('canvas-interactive');
		else requestAnimationFrame(look);
	})();
`;

function kindOf(path: string): Kind {
	if (path.endsWith('.js')) return path.includes('/workers/') ? 'worker' : 'script';
	return path.endsWith('.css') ? 'style' : /\.woff2?$/.test(path) ? 'font' : 'other';
}

async function visit(browser: Browser, address: string): Promise<Visit> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	const page = await context.newPage();
	await page.addInitScript({ content: WATCH_CANVAS });
	const bodies: Promise<{ kind: Kind; bytes: number }>[] = [];
	let counting = true;
	const worker = page.waitForEvent('response', (response) => kindOf(new URL(response.url()).pathname) === 'worker');
	page.on('response', (response) => {
		const kind = kindOf(new URL(response.url()).pathname);
		if (!counting && kind !== 'worker') return;
		// Fonts are compressed already.
		bodies.push(
			response.body().then((body) => ({ kind, bytes: kind === 'font' ? body.length : gzipSync(body).length }))
		);
	});
	await page.goto(address, { waitUntil: 'commit' });
	await page.waitForFunction(() => performance.getEntriesByName('canvas-interactive').length > 0, undefined, {
		timeout: 60_000
	});
	counting = false;
	await worker;
	const [interactive, firstPaint] = await page.evaluate(() =>
		['canvas-interactive', 'first-contentful-paint'].map(
			(name) => performance.getEntriesByName(name)[0]?.startTime ?? 0
		)
	);
	const bytes = { script: 0, worker: 0, style: 0, font: 0, other: 0 };
	for (const body of await Promise.all(bodies)) bytes[body.kind] += body.bytes;
	await context.close();
	return { interactive, firstPaint, bytes, requests: bodies.length };
}

export async function load() {
	await ensureBuild();
	const server = await serve({ port: 4273 });
	const browser = await chromium.launch({
		executablePath: await ensureChromium(),
		args: ['--no-sandbox', '--disable-gpu']
	});
	try {
		const visits: Visit[] = [];
		for (let count = 0; count < VISITS + 1; count++) visits.push(await visit(browser, server.address));
		// The first one starts the browser's own processes.
		const counted = visits.slice(1);
		const kilobytes = (kind: Kind) => Math.round(median(counted.map(({ bytes }) => bytes[kind])) / 100) / 10;
		return {
			name: 'load',
			requests: median(counted.map(({ requests }) => requests)),
			/** kB of 1000 bytes */
			gzippedKilobytes: {
				script: kilobytes('script'),
				worker: kilobytes('worker'),
				style: kilobytes('style'),
				font: kilobytes('font')
			},
			firstPaintMs: milliseconds(spread(counted.map(({ firstPaint }) => firstPaint))),
			interactiveMs: milliseconds(spread(counted.map(({ interactive }) => interactive)))
		};
	} finally {
		await browser.close();
		await server.close();
	}
}
