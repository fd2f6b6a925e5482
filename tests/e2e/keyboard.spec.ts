import { expect, test } from './hopwise.ts';

test('a network is drawn, addressed and used without a mouse', async ({ hopwise, page }) => {
	await hopwise.open();
	await page.keyboard.press('Alt+n');
	await expect(page.getByRole('heading', { name: 'Draw a network' })).toBeVisible();

	// Two hosts from the palette.
	const palette = page.getByRole('navigation', { name: 'Palette' });
	await palette.getByRole('button', { name: 'Host', exact: true }).focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Enter');
	await expect(hopwise.nodes).toHaveCount(2);

	// A link, with the connect tool.
	await page.keyboard.press('c');
	await hopwise.node('host1').focus();
	await page.keyboard.press('Enter');
	await hopwise.node('host2').focus();
	await page.keyboard.press('Enter');
	await expect(hopwise.node('host2')).toContainText('linked to host1');
	await page.keyboard.press('Escape');

	// Its name, in the inspector.
	await hopwise.inspect('host1');
	await hopwise.inspector.getByRole('textbox', { name: 'Name' }).first().focus();
	await page.keyboard.press('Control+a');
	await page.keyboard.type('alice');
	await page.keyboard.press('Enter');
	await expect(hopwise.node('alice')).toBeAttached();

	// A packet: two picks.
	await hopwise.node('alice').focus();
	await page.keyboard.press('Escape');
	await page.keyboard.press('s');
	await hopwise.node('alice').focus();
	await page.keyboard.press('Enter');
	await hopwise.node('host2').focus();
	await page.keyboard.press('Enter');
	await expect(hopwise.shownStep).toHaveText(/Program done: .*reply/);

	// Back by decisions, undo.
	await page.keyboard.press(',');
	await expect(hopwise.shownStep).not.toHaveText(/Program done/);
	await page.keyboard.press('Control+z');
	await expect(hopwise.node('host1')).toBeAttached();
});

test('everything that can be done is found by typing, with its key', async ({ hopwise, page }) => {
	await hopwise.open();
	await page.keyboard.press('?');
	const help = page.getByRole('dialog', { name: 'Keys' });
	for (const what of ['Step hop', 'Back by a decision', 'Send a packet', 'Undo', 'Presentation'])
		await expect(help.getByRole('term').filter({ hasText: new RegExp(`^${what}$`) })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(help).toBeHidden();

	// Typed at once: nothing is lost while the palette opens.
	await page.keyboard.press('Control+k');
	await page.keyboard.type('presentation');
	await expect(page.getByRole('combobox', { name: 'Command or node' })).toHaveValue('presentation');
	await expect(page.getByRole('combobox', { name: 'Command or node' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: 'Leave the presentation' })).toBeVisible();
	await expect(page.getByRole('banner')).toBeHidden();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('banner')).toBeVisible();
});

test('Escape lets go of one thing at a time', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.select('host1');
	await page.keyboard.press('s');
	await expect(page.getByRole('group', { name: 'Send a packet' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('group', { name: 'Send a packet' })).toBeHidden();
	await expect(hopwise.node('host1')).toHaveAttribute('aria-selected', 'true');
	await page.keyboard.press('Escape');
	await expect(hopwise.node('host1')).toHaveAttribute('aria-selected', 'false');
});
