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

interface Visit {
	/** ms from the start of the navigation until cytoscape shows nodes that listen. */
	interactive: number;
	/** ms from the start of the navigation. */
	firstPaint: number;
	/** Bytes until then, by kind of file, gzipped. */
	bytes: Record<'script' | 'style' | 'font' | 'other', number>;
	requests: number;
}

/** Runs in the page, before anything of it: notes when the canvas has nodes. */
function watchCanvas(): void {
	const look = () => {
		const canvas = document.querySelector('.__________cytoscape_container') as
			(Element & { _cyreg?: { cy?: { nodes(): { length: number } } } }) | null;
		if ((canvas?._cyreg?.cy?.nodes().length ?? 0) > 0) performance.mark('canvas-interactive');
		else requestAnimationFrame(look);
	};
	look();
}

async function visit(browser: Browser, address: string): Promise<Visit> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	const page = await context.newPage();
	await page.addInitScript(watchCanvas);
	const bodies: Promise<{ kind: string; bytes: number }>[] = [];
	let counting = true;
	page.on('response', (response) => {
		if (!counting) return;
		const kind = new URL(response.url()).pathname.endsWith('.js') ? 'script' : response.request().resourceType();
		bodies.push(
			response.body().then((body) => ({ kind, bytes: kind === 'font' ? body.length : gzipSync(body).length }))
		);
	});
	await page.goto(address, { waitUntil: 'commit' });
	await page.waitForFunction(() => performance.getEntriesByName('canvas-interactive').length > 0, undefined, {
		timeout: 60_000
	});
	counting = false;
	const [interactive, firstPaint] = await page.evaluate(() =>
		['canvas-interactive', 'first-contentful-paint'].map(
			(name) => performance.getEntriesByName(name)[0]?.startTime ?? 0
		)
	);
	const bytes = { script: 0, style: 0, font: 0, other: 0 };
	for (const body of await Promise.all(bodies)) {
		const kind =
			body.kind === 'script'
				? 'script'
				: body.kind === 'stylesheet'
					? 'style'
					: body.kind === 'font'
						? 'font'
						: 'other';
		bytes[kind] += body.bytes;
	}
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
		const kilobytes = (kind: keyof Visit['bytes']) =>
			Math.round(median(counted.map(({ bytes }) => bytes[kind])) / 100) / 10;
		return {
			name: 'load',
			requests: median(counted.map(({ requests }) => requests)),
			/** kB of 1000 bytes */
			gzippedKilobytes: { script: kilobytes('script'), style: kilobytes('style'), font: kilobytes('font') },
			firstPaintMs: milliseconds(spread(counted.map(({ firstPaint }) => firstPaint))),
			interactiveMs: milliseconds(spread(counted.map(({ interactive }) => interactive)))
		};
	} finally {
		await browser.close();
		await server.close();
	}
}
