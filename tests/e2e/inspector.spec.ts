import { expect, test } from './hopwise.ts';

test('a wrong address is marked with what would be right, and changes nothing', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.inspect('host1');
	const eth0 = hopwise.inspector.getByRole('group', { name: 'Interface eth0' });
	const address = eth0.getByRole('textbox', { name: 'Address 1' });
	await address.fill('10.0.0.300/24');
	await page.keyboard.press('Tab');
	await expect(address).toHaveAttribute('aria-invalid', 'true');
	await expect(eth0.getByRole('alert')).toContainText(
		'10.0.0.300/24 is not an IPv4 address with a prefix length, such as 10.0.0.1/24'
	);
	await expect(hopwise.node('host1')).toContainText('10.0.0.1/24');
	await expect(page.getByRole('button', { name: /^Undo/ })).toBeDisabled();

	await address.press('Escape');
	await expect(address).toHaveValue('10.0.0.1/24');
	await expect(address).toHaveAttribute('aria-invalid', 'false');

	await address.fill('10.0.0.77/24');
	await page.keyboard.press('Enter');
	await expect(hopwise.node('host1')).toContainText('10.0.0.77/24');
});

test('a row of a list is applied as a whole or not at all', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.inspect('host1');
	await hopwise.inspector.getByText('Routes', { exact: true }).click();
	await hopwise.inspector.getByRole('button', { name: 'Add a route' }).click();
	const row = hopwise.inspector.getByRole('group', { name: 'new route' });
	await row.getByRole('textbox', { name: 'To', exact: true }).fill('10.9.0.0/16');
	await row.getByRole('textbox', { name: 'Via' }).fill('10.0.0');
	await page.keyboard.press('Enter');
	await expect(row.getByRole('alert')).toContainText('10.0.0 is not an IPv4 address, such as 10.0.0.1');
	await expect(page.getByRole('button', { name: /^Undo/ })).toBeDisabled();
	await row.getByRole('textbox', { name: 'Via' }).fill('10.0.0.2');
	await page.keyboard.press('Enter');
	await expect(hopwise.inspector.getByRole('group', { name: 'route 1' })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Undo: Add a route on host1' })).toBeEnabled();
});

test('what is edited is undone and redone, in the inspector and on the canvas', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.inspect('host1');
	const name = hopwise.inspector.getByRole('textbox', { name: 'Name' }).first();
	await name.fill('laptop');
	await page.keyboard.press('Enter');
	await expect(hopwise.node('laptop')).toBeAttached();
	await hopwise.node('laptop').focus();
	await page.keyboard.press('Control+z');
	await expect(hopwise.node('host1')).toBeAttached();
	await expect(name).toHaveValue('host1');
	await page.keyboard.press('Control+Shift+Z');
	await expect(hopwise.node('laptop')).toBeAttached();
});

test('a link has a delay and a loss, and its cable can be pulled', async ({ hopwise, page }) => {
	await hopwise.open();
	await page.getByRole('listbox', { name: 'Links' }).getByRole('option').first().focus();
	await page.keyboard.press('Space');
	await page.keyboard.press('e');
	const loss = hopwise.inspector.getByRole('textbox', { name: 'Loss' });
	await loss.fill('130');
	await page.keyboard.press('Enter');
	await expect(hopwise.inspector.getByRole('alert')).toContainText('0 to 100');
	await loss.fill('2.5');
	await page.keyboard.press('Enter');
	await expect(loss).toHaveAttribute('aria-invalid', 'false');
	await hopwise.inspector.getByRole('switch', { name: /plugged in/ }).click();
	await expect(hopwise.inspector.getByRole('switch', { name: /pulled/ })).not.toBeChecked();
	await page.keyboard.press('Control+z');
	await expect(hopwise.inspector.getByRole('switch', { name: /plugged in/ })).toBeChecked();
});
