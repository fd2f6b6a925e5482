/**
 * The packet list with more than 100,000 rows, in a real browser: opening it, the frames that are painted while it is scrolled by wheel and
 * by its bar, while a filter is typed and worked out, following a stream; and the memory of the page's process.
 */
import { readFileSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { ensureBuild } from '../../scripts/setup/build.mjs';
import { ensureChromium } from '../../scripts/setup/chromium.mjs';
import { serve } from '../../scripts/serve.mjs';
import { chainLab } from './labs/chain.ts';
import { datagrams } from './simulations.ts';

/** Each crosses eleven links. */
const DATAGRAMS = 9500;
const FILTER = 'udp.length > 40 && ip.ttl == 60';
const LONG = 240_000;

/** Runs in the page: collects how long each frame took, in ms, and how much of the view had no rows yet. */
const watch = `(() => {
	const frames = [], blank = [];
	let last = performance.now(), on = true;
	const look = (now) => {
		if (!on) return;
		frames.push(now - last);
		last = now;
		const rows = document.querySelectorAll('[aria-label="Packets"] .body [role=row]');
		blank.push([...rows].filter((row) => row.children.length < 3).length / Math.max(1, rows.length));
		requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
	window.stopWatch = () => { on = false; return { frames, blank }; };
})()`;

interface Watched {
	frames: number[];
	blank: number[];
}

function summed({ frames, blank }: Watched) {
	const sorted = frames.slice(1).sort((a, b) => a - b);
	const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] * 10) / 10;
	return {
		frames: sorted.length,
		medianMs: at(0.5),
		p99Ms: at(0.99),
		maxMs: at(1),
		/** Frames in which more than half of the rows were not there yet. */
		blankShare: Math.round((100 * blank.filter((share) => share > 0.5).length) / Math.max(1, blank.length)) / 100
	};
}

async function watched(page: Page, work: () => Promise<void>) {
	await page.evaluate(watch);
	await work();
	return summed(await page.evaluate<Watched>('window.stopWatch()'));
}

/** Until the list has looked at every frame. Answers ms. */
async function whole(page: Page): Promise<number> {
	const start = performance.now();
	await page.waitForFunction(
		() => {
			const text = document.querySelector('[aria-label="Packets shown"]')?.textContent ?? '';
			return /\d/.test(text) && !text.includes('%');
		},
		undefined,
		{ timeout: LONG, polling: 'raf' }
	);
	return Math.round(performance.now() - start);
}

function session(): string {
	const at = DATAGRAMS * 400;
	return JSON.stringify({
		format: 'hopwise-session',
		version: 1,
		lab: chainLab(10),
		branch: 0,
		branches: [
			{
				id: 0,
				parent: -1,
				shared: 0,
				parted: { events: 0, at: 0, time: 0 },
				at,
				seen: at,
				journal: [{ events: 0, time: 0, kind: 'input', input: datagrams(DATAGRAMS) }]
			}
		]
	});
}

/** MB of the largest process below this one: the page's. */
function residentMegabytes(pids: readonly number[]): number {
	const resident = (pid: number) => {
		try {
			return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
		} catch {
			return 0;
		}
	};
	return Math.round(Math.max(0, ...pids.map(resident)) / 1024);
}

export async function rows() {
	await ensureBuild();
	const executablePath = await ensureChromium();
	const server = await serve({ port: 0 });
	const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
	try {
		const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
		const devtools = await browser.newBrowserCDPSession();
		const memory = async () => {
			const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
			return residentMegabytes(processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id));
		};
		await page.goto(server.address);
		await page.getByRole('button', { name: 'Send the first packet' }).waitFor();
		const empty = await memory();
		const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]);
		const start = performance.now();
		await chooser.setFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(session()) });
		// The playhead comes to the end when all of it is computed.
		await page.waitForFunction(
			() => {
				const [, at, count] = /(\d+) \/ (\d+)$/.exec(document.querySelector('.clock')?.textContent?.trim() ?? '') ?? [];
				return Number(count) > 100_000 && at === count;
			},
			undefined,
			{ timeout: LONG }
		);
		const run = Math.round(performance.now() - start);
		const computed = await memory();
		const opened = performance.now();
		let shown = 0;
		let listed = 0;
		const open = await watched(page, async () => {
			await page.getByRole('tab', { name: 'Packets' }).click();
			await page.getByRole('grid', { name: 'Packets' }).waitFor();
			shown = Math.round(performance.now() - opened);
			await whole(page);
			listed = Math.round(performance.now() - opened);
		});
		const count = parseInt((await page.getByRole('status', { name: 'Packets shown' }).textContent())!);
		const list = page.getByRole('grid', { name: 'Packets' });
		const box = (await list.boundingBox())!;
		await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
		const wheel = await watched(page, async () => {
			for (let i = 0; i < 150; i++) await page.mouse.wheel(0, i < 75 ? -120 : 360);
		});
		// As its bar is dragged: another place with every frame, all over the list.
		const drag = await watched(page, () =>
			list.evaluate(async (scroller) => {
				for (let i = 0; i < 120; i++) {
					scroller.scrollTop = (scroller.scrollHeight * (1 + Math.sin(i / 19))) / 2;
					await new Promise((done) => requestAnimationFrame(done));
				}
			})
		);
		let filtered = 0;
		const typing = await watched(page, async () => {
			await page.getByRole('combobox', { name: 'Display filter' }).pressSequentially(FILTER, { delay: 60 });
			await page.keyboard.press('Escape');
			filtered = await whole(page);
		});
		const passing = (await page.getByRole('status', { name: 'Packets shown' }).textContent())!;
		await list.locator('.body').getByRole('row').nth(3).click();
		const stream = page.getByRole('button', { name: 'Follow stream' });
		await stream.and(page.locator(':enabled')).waitFor();
		const asked = performance.now();
		let followed = 0;
		const follow = await watched(page, async () => {
			await stream.click();
			await page
				.getByRole('dialog', { name: /UDP stream/ })
				.getByRole('listitem')
				.first()
				.waitFor();
			followed = Math.round(performance.now() - asked);
		});
		return {
			bench: 'rows',
			rows: count,
			runMs: run,
			open: { shownMs: shown, wholeMs: listed, ...open },
			wheel,
			drag,
			filter: { text: FILTER, passing: passing.trim(), afterLastKeyMs: filtered, ...typing },
			follow: { dialogMs: followed, ...follow },
			rendererMegabytes: { empty, computed, listed: await memory() }
		};
	} finally {
		await browser.close();
		await server.close();
	}
}
