import { expect, test } from './hopwise.ts';

// The pointer's shape is set by a style element, which the page's policy knows by its hash.
test('panels are resized, folded and remembered', async ({ hopwise, page }) => {
	await hopwise.open();
	const before = (await hopwise.inspector.boundingBox())!;
	await hopwise.pull({ x: before.x - 1, y: 400 }, { x: before.x - 121, y: 400 });
	await expect.poll(async () => (await hopwise.inspector.boundingBox())!.width).toBeGreaterThan(before.width + 80);
	const dock = page.getByRole('region', { name: 'Trace' });
	const low = (await dock.boundingBox())!;
	await hopwise.pull({ x: 500, y: low.y - 1 }, { x: 500, y: low.y - 81 });
	await expect.poll(async () => (await dock.boundingBox())!.height).toBeGreaterThan(low.height + 50);

	await page.keyboard.press('Alt+3');
	await expect(dock).toBeHidden();
	await page.reload();
	await expect(page.getByRole('button', { name: 'Send the first packet' })).toBeVisible();
	await expect(dock).toBeHidden();
	await page.keyboard.press('Alt+3');
	await expect(dock).toBeVisible();
});

test('light and dark, chosen and remembered', async ({ hopwise, page }) => {
	await page.emulateMedia({ colorScheme: 'light' });
	await hopwise.open();
	const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	const light = await background();
	await page.keyboard.press('Shift+D');
	await expect.poll(background).not.toBe(light);
	const dark = await background();
	await page.reload();
	await expect(page.getByRole('button', { name: 'Send the first packet' })).toBeVisible();
	expect(await background()).toBe(dark);
});
