import { expect, test } from './hopwise.ts';

test('a NAT gateway is seen to rewrite the source, before and after', async ({ hopwise }) => {
	await hopwise.open();
	await hopwise.openLab('Home NAT with the internet');
	await hopwise.sendFirst();
	await hopwise.goToStep(/nat1.*Source rewritten/);
	await expect(hopwise.sentence).toContainText('192.168.1.10');
	await expect(hopwise.sentence).toContainText('203.0.113.2');
	const step = hopwise.inspector.getByRole('article', { name: 'The shown step' });
	const source = step.getByRole('row', { name: /Source address/ });
	await expect(source).toContainText('192.168.1.10');
	await expect(source).toContainText('203.0.113.2');
});

test('the longest prefix is shown bit by bit', async ({ hopwise }) => {
	await hopwise.open();
	await hopwise.openLab('Three routers and the longest prefix');
	await hopwise.sendFirst();
	await hopwise.goToStep(/r1.*Routing decision/);
	await expect(hopwise.sentence).toContainText('10.1.2.3/32');
	const step = hopwise.inspector.getByRole('article', { name: 'The shown step' });
	await expect(step).toContainText('bit by bit');
	await expect(step.getByRole('row', { name: /chosen.*10\.1\.2\.3\/32/ })).toBeVisible();
});

test('a packet that dies says why, in the sentence and to the sender', async ({ hopwise, page }) => {
	await hopwise.open();
	await page.keyboard.press('Shift+S');
	const form = page.getByRole('dialog', { name: 'Send a packet' });
	await form.getByRole('combobox', { name: 'From' }).selectOption('host1');
	await form.getByRole('combobox', { name: 'Address or name' }).fill('10.9.9.9');
	await form.getByRole('button', { name: 'Send', exact: true }).click();
	await hopwise.rest();
	await hopwise.dock('Flows');
	await expect(page.getByRole('list', { name: 'Packets sent' }).getByRole('listitem')).toContainText(/failed/);
	await hopwise.dock('Steps');
	await hopwise.steps
		.getByRole('option', { name: /ENETUNREACH/ })
		.first()
		.click();
	await expect(hopwise.sentence).toContainText('10.9.9.9');
	await expect(hopwise.inspector.getByRole('article')).toContainText(/route/i);
});

test('the form marks what is wrong and sends nothing', async ({ hopwise, page }) => {
	await hopwise.open();
	await page.keyboard.press('Shift+S');
	const form = page.getByRole('dialog', { name: 'Send a packet' });
	await form.getByText('UDP', { exact: true }).click();
	await form.getByRole('combobox', { name: 'Address or name' }).fill('');
	await form.getByRole('textbox', { name: 'Port' }).fill('70000');
	await form.getByRole('button', { name: 'Send', exact: true }).click();
	await expect(form).toContainText('an address or a name, such as 10.0.0.2');
	await expect(form).toContainText('a port is 1 to 65535');
	await expect(form).toBeVisible();
});

test('a storm is named, the page goes on answering, and the storm is stopped', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('A bridge loop');
	await page.getByRole('button', { name: 'Send the first packet' }).click();
	const banner = page.getByRole('alert').filter({ hasText: 'Broadcast storm' });
	await expect(banner).toContainText('sw1');
	// The playhead comes to where the run stands still.
	await expect(hopwise.play).toBeVisible();
	await banner.getByRole('button', { name: 'Let it go on' }).click();
	await expect(banner).toBeHidden();
	await page.keyboard.press('Space');
	await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();

	// While thousands of frames go round, the page answers.
	await expect(page.locator('.of')).toHaveText(/\/ \d{4,}/);
	await hopwise.dock('Problems');
	await expect(page.getByRole('tab', { name: 'Problems', selected: true })).toBeVisible();
	await page.keyboard.press('Control+k');
	await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Pause' }).click();
	await expect(hopwise.play).toBeVisible();
});

test('a stopped storm leaves the network quiet', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('A bridge loop');
	await page.getByRole('button', { name: 'Send the first packet' }).click();
	const banner = page.getByRole('alert').filter({ hasText: 'Broadcast storm' });
	await banner.getByRole('button', { name: 'Stop' }).click();
	await expect(banner).toBeHidden();
	await hopwise.dock('Flows');
	await expect(page.getByRole('list', { name: 'Packets sent' }).getByRole('listitem')).toContainText('stopped');
});

test('the past can be changed: what was sent later stays as a branch, and the page says so', async ({
	hopwise,
	page
}) => {
	await hopwise.open();
	await hopwise.sendFirst();
	await page.keyboard.press('End');
	await expect(page.getByRole('button', { name: 'To the end' })).toBeDisabled();
	await hopwise.dock('Flows');
	await page.getByRole('button', { name: 'Send again' }).click();
	await hopwise.rest();
	const packets = page.getByRole('list', { name: 'Packets sent' }).getByRole('listitem');
	await expect(packets).toHaveCount(2);

	// Back into the first ping, where a cable is pulled.
	await packets.first().getByRole('button').first().click();
	await page.getByRole('listbox', { name: 'Links' }).getByRole('option', { name: /host2/ }).focus();
	await page.keyboard.press('Space');
	await page.keyboard.press('p');
	await expect(page.getByRole('region', { name: 'Messages' })).toContainText('kept as a branch');
	await expect(packets).toHaveCount(1);
	await hopwise.play.click();
	await expect(packets.first()).toContainText('failed');
	await page.keyboard.press('Control+z');
	await expect(page.getByRole('button', { name: /^Redo: Pull/ })).toBeEnabled();
});
