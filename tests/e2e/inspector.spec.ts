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

test('a link loses frames in bursts in one direction only', async ({ hopwise, page }) => {
	await hopwise.open();
	await page.getByRole('listbox', { name: 'Links' }).getByRole('option').first().focus();
	await page.keyboard.press('Space');
	await page.keyboard.press('e');
	await hopwise.inspector.getByText(/^Only host1 → /).click();
	const there = hopwise.inspector.getByRole('group', { name: /^Only host1 → / });
	await there.getByText('Losses in bursts').click();
	const bad = there.getByRole('textbox', { name: 'Goes bad' });
	await bad.fill('200');
	await page.keyboard.press('Enter');
	await expect(there.getByRole('alert')).toContainText('0 to 100 per cent');
	await bad.fill('5');
	await page.keyboard.press('Enter');
	await expect(there.getByRole('textbox', { name: 'Gets good' })).toHaveValue('25');
	await there.getByRole('textbox', { name: 'Jitter' }).fill('10us');
	await page.keyboard.press('Enter');
	await there.getByRole('combobox', { name: 'Its spread' }).selectOption('normal');
	await expect(page.getByRole('button', { name: /^Undo: Spread of the jitter, host1 → / })).toBeEnabled();
	// What the direction no longer says is the link's again.
	await bad.fill('');
	await page.keyboard.press('Enter');
	await expect(there.getByRole('textbox', { name: 'Gets good' })).toHaveValue('');
});

test('how names are looked up is set, and a domain that is none is marked', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.inspect('host1');
	await hopwise.inspector.getByText('Names', { exact: true }).click();
	const search = hopwise.inspector.getByRole('textbox', { name: 'Search' });
	await search.fill('lab.example -');
	await page.keyboard.press('Enter');
	await expect(search).toHaveAttribute('aria-invalid', 'true');
	await search.fill('lab.example example');
	await page.keyboard.press('Enter');
	await expect(search).toHaveAttribute('aria-invalid', 'false');
	await hopwise.inspector.getByRole('combobox', { name: 'Order' }).selectOption('DNS only');
	await expect(page.getByRole('button', { name: 'Undo: Order of names on host1' })).toBeEnabled();
	await page.getByRole('button', { name: 'Undo: Order of names on host1' }).click();
	await expect(hopwise.inspector.getByRole('combobox', { name: 'Order' })).toHaveValue('files dns');
	await expect(search).toHaveValue('lab.example example');
});

test('a web server has paths with their statuses, one a line', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.inspect('host2');
	await hopwise.inspector.getByText('Services', { exact: true }).click();
	await hopwise.inspector.getByRole('button', { name: 'Add a service' }).click();
	const row = hopwise.inspector.getByRole('group', { name: 'new service' });
	const paths = row.getByRole('textbox', { name: 'Other paths, one a line' });
	await paths.fill('/old 301\n/new 200 Here');
	await page.keyboard.press('Control+Enter');
	await expect(row.getByRole('alert')).toContainText('/old is 301 Moved Permanently, but not where to');
	await paths.fill('/old 301 /new\n/new 200 Here');
	await page.keyboard.press('Control+Enter');
	await expect(hopwise.inspector.getByRole('group', { name: 'service 1' })).toBeVisible();

	await page.keyboard.press('Shift+S');
	const form = page.getByRole('dialog', { name: 'Send a packet' });
	await form.getByText('HTTP', { exact: true }).click();
	await form.getByRole('combobox', { name: 'From' }).selectOption('host1');
	await form.getByRole('combobox', { name: 'Address, name or URL' }).fill('10.0.0.2/old');
	await page.keyboard.press('Enter');
	await hopwise.dock('Flows');
	await expect(page.getByRole('list', { name: 'Packets sent' }).getByRole('listitem')).toContainText(
		'301 Moved Permanently, then 200 OK (4 bytes)'
	);
});
