/**
 * Frame times of the canvas in Chromium: builds a bare page around it, opens it at 1440x900, lets packets fly and
 * prints one JSON object. `npx tsx tests/bench/frames/run.ts [--pan]`. Nothing is asserted.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from '@playwright/test';
import { build, preview } from 'vite';
import { ensureBuild } from '../../../scripts/setup/build.mjs';
import type { Case, Frames } from './page.ts';

const SYSTEM_CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];
const VIEW = { width: 1440, height: 900 };
const CASES = [
	{ nodes: 200, packets: 100 },
	{ nodes: 1000, packets: 500 }
];

const round = (value: number) => Math.round(value * 100) / 100;

function spread(values: number[]): { median: number; p95: number } {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
	return { median: at(0.5), p95: at(0.95) };
}

async function measure(browser: Browser, url: string, one: Case): Promise<Frames> {
	const page = await browser.newPage({ viewport: VIEW });
	try {
		page.on('pageerror', (error) => console.error(error));
		await page.goto(url);
		return await page.evaluate((wanted) => window.measureFrames(wanted), one);
	} finally {
		await page.close();
	}
}

export async function frames(pan = false): Promise<unknown> {
	// For the files that SvelteKit writes, tsconfig.json among them.
	await ensureBuild();
	const root = fileURLToPath(new URL('.', import.meta.url));
	const outDir = await mkdtemp(join(tmpdir(), 'hopwise-frames-'));
	const shared = { root, configFile: false as const, logLevel: 'error' as const };
	await build({ ...shared, build: { outDir, emptyOutDir: true, rolldownOptions: { input: join(root, 'page.html') } } });
	const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
	const browser = await chromium.launch({
		args: FLAGS,
		...(existsSync(SYSTEM_CHROMIUM) ? { executablePath: SYSTEM_CHROMIUM } : {})
	});
	try {
		const url = new URL('page.html', server.resolvedUrls!.local[0]).href;
		const cases = [];
		for (const { nodes, packets } of CASES) {
			const result = await measure(browser, url, { nodes, packets, warmUp: 1500, duration: 5000, pan });
			const total = result.frames.reduce((sum, ms) => sum + ms, 0);
			cases.push({
				nodes,
				packets,
				zoom: round(result.zoom),
				fps: round((result.frames.length * 1000) / total),
				frameMs: spread(result.frames),
				oursMs: spread(result.ours)
			});
		}
		return { name: pan ? 'frames-while-zooming' : 'frames', view: VIEW, chromium: browser.version(), cases };
	} finally {
		await browser.close();
		await server.close();
		await rm(outDir, { recursive: true, force: true });
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	console.log(JSON.stringify(await frames(process.argv.includes('--pan'))));
