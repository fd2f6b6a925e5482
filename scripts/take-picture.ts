/**
 * Takes docs/picture.png, the picture of the README: `npm run picture`. It is the page itself, built and served as always,
 * at the step where the home network's gateway rewrites a packet on its way to the internet.
 */
import { chromium, type Page } from '@playwright/test';
import { serve } from './serve.mjs';
import { ensureBuild } from './setup/build.mjs';
import { ensureChromium } from './setup/chromium.mjs';
import { root, say, SetupError } from './setup/terminal.mjs';

const PICTURE = `${root}/docs/picture.png`;
const LAB = 'Home NAT with the internet';
/** What the shown step says. */
const STEP = /rewrites the source: 192/;
const MOST_STEPS = 200;

async function openLab(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Send the first packet' }).waitFor();
	await page.keyboard.press('o');
	const gallery = page.getByRole('dialog', { name: 'Labs' });
	await gallery.getByRole('button', { name: LAB }).click();
	await gallery.waitFor({ state: 'hidden' });
}

async function walkTo(page: Page, wanted: RegExp): Promise<void> {
	const sentence = page.getByRole('status', { name: 'Step', exact: true });
	await page.getByRole('button', { name: 'Send the first packet' }).click();
	await page.getByRole('button', { name: 'Pause', exact: true }).click();
	await page.keyboard.press('Home');
	for (let step = 0; step < MOST_STEPS; step++) {
		if (wanted.test((await sentence.textContent()) ?? '')) return;
		await page.keyboard.press('.');
		await page.waitForTimeout(60);
	}
	throw new SetupError(`no step says ${wanted}`);
}

await ensureBuild();
const server = await serve({ port: 4373 });
const browser = await chromium.launch({
	executablePath: await ensureChromium(),
	args: ['--no-sandbox', '--disable-gpu']
});
try {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
	await page.goto(server.address);
	await openLab(page);
	await walkTo(page, STEP);
	// The caret of the keys goes, and what moves comes to rest.
	await page.mouse.move(700, 400);
	await page.waitForTimeout(1000);
	await page.screenshot({ path: PICTURE });
	say(`the picture is in ${PICTURE}`);
} finally {
	await browser.close();
	await server.close();
}
