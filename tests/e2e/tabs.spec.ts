import { expect, test } from './hopwise.ts';

test.describe('on a tablet', () => {
	test.use({ viewport: { width: 820, height: 1180 } });

	test('views without room are in a menu, and the keyboard goes on from the one that is chosen', async ({
		hopwise,
		page
	}) => {
		await hopwise.open();
		await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Trace' }).click();
		const dock = page.getByRole('region', { name: 'Trace' });
		const tabs = dock.getByRole('tab');
		const more = dock.getByRole('button', { name: 'More' });
		await expect(tabs.filter({ hasText: 'Steps' })).toHaveAttribute('aria-selected', 'true');
		await expect(tabs.filter({ hasText: 'Breakpoints' })).toHaveCount(0);

		// Nothing lies under the button that closes the sheet.
		const close = (await page.getByRole('button', { name: 'Close the panel' }).boundingBox())!;
		const end = (await more.boundingBox())!;
		expect(end.x + end.width).toBeLessThanOrEqual(close.x);

		await more.focus();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('menuitem').first()).toBeFocused();
		await page.keyboard.press('End');
		await expect(page.getByRole('menuitem', { name: 'Breakpoints' })).toBeFocused();
		await page.keyboard.press('Enter');
		const breakpoints = tabs.filter({ hasText: 'Breakpoints' });
		await expect(breakpoints).toHaveAttribute('aria-selected', 'true');
		await expect(breakpoints).toBeFocused();
		await page.keyboard.press('Home');
		await expect(tabs.filter({ hasText: 'Steps' })).toBeFocused();
		await expect(tabs.filter({ hasText: 'Steps' })).toHaveAttribute('aria-selected', 'true');
		// The one that was looked up keeps its place.
		await expect(breakpoints).toBeVisible();
		await page.keyboard.press('ArrowLeft');
		await expect(breakpoints).toBeFocused();
	});
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('a finger finds every view', async ({ hopwise, page }) => {
		await hopwise.open();
		await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Trace' }).tap();
		const dock = page.getByRole('region', { name: 'Trace' });
		for (const title of ['Reach', 'Branches', 'Timeline']) {
			await dock.getByRole('button', { name: 'More' }).tap();
			await page.getByRole('menuitem', { name: title }).tap();
			const tab = dock.getByRole('tab', { name: title });
			await expect(tab).toHaveAttribute('aria-selected', 'true');
			await expect(tab).toBeInViewport({ ratio: 1 });
		}
	});
});

test('a lower panel that is made narrow keeps the shown view in its row', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.dock('Reach');
	await page.setViewportSize({ width: 920, height: 900 });
	const dock = page.getByRole('region', { name: 'Trace' });
	await expect(dock.getByRole('button', { name: 'More' })).toBeVisible();
	await expect(dock.getByRole('tab', { name: 'Reach' })).toBeInViewport({ ratio: 1 });
});
