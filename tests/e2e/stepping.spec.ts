import { expect, test, type Hopwise } from './hopwise.ts';

/** What is shown at a moment. */
async function shown(hopwise: Hopwise): Promise<{ step: string; sentence: string; tables: string }> {
	await expect(hopwise.page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
	// The tables of this moment are there, not those of the one before.
	await expect(hopwise.page.getByRole('group', { name: /^Tables of / })).toHaveAttribute('aria-busy', 'false');
	const at = await hopwise.page.locator('.clock').innerText();
	return {
		step: at,
		sentence: await hopwise.sentence.innerText(),
		tables: await hopwise.table('Neighbours (ARP)').innerText()
	};
}

test('every decision forwards and back shows the same sentence and the same tables', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.sendFirst();
	await hopwise.select('host1');
	await hopwise.dock('Tables');
	await page.getByRole('button', { name: 'To the start' }).click();
	await expect(page.locator('.clock')).toContainText('0 /');
	await expect(hopwise.table('Neighbours (ARP)')).toContainText('nobody known yet');

	const forwards = [];
	for (let at = 1; at <= 12; at++) {
		await page.keyboard.press('.');
		await expect(page.locator('.clock')).toContainText(new RegExp(`\\b${at} /`));
		await expect(hopwise.sentence).not.toHaveText(forwards.at(-1)?.sentence ?? '');
		forwards.push(await shown(hopwise));
	}
	expect(new Set(forwards.map(({ sentence }) => sentence)).size).toBe(12);
	for (let at = 11; at >= 1; at--) {
		await page.keyboard.press(',');
		await expect(page.locator('.clock')).toContainText(new RegExp(`\\b${at} /`));
		await expect(hopwise.sentence).toHaveText(forwards[at - 1].sentence);
		await expect(hopwise.table('Neighbours (ARP)')).toHaveText(forwards[at - 1].tables, { useInnerText: true });
	}
});

test('one hop forwards and one hop back is where it was', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.sendFirst();
	await page.getByRole('button', { name: 'To the start' }).click();
	await expect(page.locator('.clock')).toContainText('0 /');
	const hops: string[] = [];
	for (let i = 0; i < 4; i++) {
		const before = await page.locator('.clock').innerText();
		await page.keyboard.press('l');
		await expect(page.locator('.clock')).not.toHaveText(before, { useInnerText: true });
		await expect(hopwise.shownStep).toBeVisible();
		hops.push(await hopwise.shownStep.innerText());
	}
	expect(hops[1]).toMatch(/flooded/);
	for (let i = 2; i >= 0; i--) {
		await page.keyboard.press('j');
		await expect(hopwise.shownStep).toHaveText(hops[i], { useInnerText: true });
	}
});

test('the row that a step wrote is marked, and the mark is not only a colour', async ({ hopwise }) => {
	await hopwise.open();
	await hopwise.sendFirst();
	await hopwise.goToStep(/sw1.*MAC address learned/);
	await hopwise.select('sw1');
	await hopwise.dock('Tables');
	await expect(hopwise.table('Bridge FDB').getByRole('row', { name: /written/ })).toHaveCount(1);
});

test('the timeline goes to any moment by keyboard', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.sendFirst();
	const slider = page.getByRole('slider', { name: 'Moment' });
	await slider.focus();
	await page.keyboard.press('Home');
	await expect(slider).toHaveAttribute('aria-valuetext', '0.000000 s');
	await page.keyboard.press('End');
	await expect(slider).not.toHaveAttribute('aria-valuetext', '0.000000 s');
});
