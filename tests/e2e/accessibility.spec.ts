import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type Hopwise } from './hopwise.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** @param only rules to ask, all when there are none: what is light or dark differs in its colours alone. */
async function clean(page: Page, screen: string, only: string[] = []): Promise<void> {
	const axe = new AxeBuilder({ page });
	const { violations } = await (only.length ? axe.withRules(only) : axe.withTags(rules)).analyze();
	const told = violations.map(
		({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join('\n  ')}`
	);
	expect(told, screen).toEqual([]);
}

async function panels(hopwise: Hopwise, page: Page, only: string[]): Promise<void> {
	await hopwise.open();
	await clean(page, 'first visit', only);
	await hopwise.sendFirst();
	await clean(page, 'a step and the steps', only);
	for (const tab of ['Flows', 'Path', 'Timeline', 'Tables', 'Problems', 'Branches', 'Breakpoints'] as const) {
		await hopwise.dock(tab);
		await clean(page, tab, only);
	}
	await hopwise.inspect('host1');
	await clean(page, 'inspector', only);
	await hopwise.inspector.getByRole('tab', { name: 'Stages' }).click();
	await expect(page.getByRole('group', { name: /^Packet flow through/ })).toBeVisible();
	await clean(page, 'stages', only);
	await page.keyboard.press('Shift+P');
	await expect(page.getByRole('button', { name: 'Leave the presentation' })).toBeVisible();
	await clean(page, 'presentation', only);
}

async function windows(hopwise: Hopwise, page: Page, only: string[]): Promise<void> {
	await hopwise.open();
	for (const [key, name] of [
		['o', 'Labs'],
		['?', 'Keys'],
		['Shift+S', 'Send a packet'],
		['Control+k', 'Commands']
	]) {
		await page.keyboard.press(key);
		const dialog = page.getByRole('dialog', { name });
		await expect(dialog).toBeVisible();
		if (name === 'Labs') await expect(dialog.getByRole('button', { name: 'Two hosts on a wire' })).toBeVisible();
		await clean(page, name, only);
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
	}
	await hopwise.newLab();
	await clean(page, 'an empty lab', only);
}

for (const colorScheme of ['light', 'dark'] as const) {
	const only = colorScheme === 'light' ? [] : ['color-contrast'];
	test(`the panels, ${colorScheme}`, async ({ hopwise, page }) => {
		await page.emulateMedia({ colorScheme });
		await panels(hopwise, page, only);
	});

	test(`the windows over the page, ${colorScheme}`, async ({ hopwise, page }) => {
		await page.emulateMedia({ colorScheme });
		await windows(hopwise, page, only);
	});
}

for (const [name, width, height] of [
	['a tablet', 820, 1180],
	['a phone', 390, 844]
] as const) {
	test(`on ${name} panels are sheets, and everything is large enough for a finger`, async ({ browser, baseURL }) => {
		const context = await browser.newContext({ baseURL, viewport: { width, height }, hasTouch: true, isMobile: true });
		const page = await context.newPage();
		await page.goto('/');
		await page.getByRole('button', { name: 'Send the first packet' }).tap();
		await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({ timeout: 40_000 });
		await clean(page, 'packet');
		await expect(page.getByRole('status', { name: 'Step', exact: true })).not.toBeEmpty();
		const bar = page.getByRole('navigation', { name: 'Panels' });
		for (const sheet of ['Add', 'Step', 'Inspector', 'Trace']) {
			await bar.getByRole('button', { name: sheet }).tap();
			await clean(page, sheet);
		}
		const small = await page.locator('button:visible, select:visible, [role=tab]:visible').evaluateAll((controls) =>
			controls
				.map((control) => ({
					text: control.getAttribute('aria-label') ?? control.textContent,
					box: control.getBoundingClientRect()
				}))
				.filter(({ box }) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
				.map(({ text, box }) => `${text?.trim()} ${Math.round(box.width)}x${Math.round(box.height)}`)
		);
		expect(small).toEqual([]);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		expect(wide).toBeLessThanOrEqual(0);
		await context.close();
	});
}
