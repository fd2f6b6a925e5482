import type { Locator, Page } from '@playwright/test';
import { expect, test } from './hopwise.ts';

async function openForm(page: Page, kind: string): Promise<Locator> {
	await page.keyboard.press('Shift+S');
	const form = page.getByRole('dialog', { name: 'Send a packet' });
	await form.getByText(kind, { exact: true }).click();
	return form;
}

test('a page that is not there is answered 404, and the answer is a sentence', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('Names: the hosts file, then DNS');
	const form = await openForm(page, 'HTTP');
	await form.getByRole('combobox', { name: 'From' }).selectOption('host1');
	await form.getByRole('combobox', { name: 'Address, name or URL' }).fill('web.example');
	await form.getByRole('textbox', { name: 'Path' }).fill('/nowhere');
	await form.getByText('More', { exact: true }).click();
	await form.getByRole('textbox', { name: 'Then ask for' }).fill('/');
	await page.keyboard.press('Enter');
	await expect(form).toBeHidden();
	await hopwise.rest();
	await hopwise.dock('Flows');
	await expect(page.getByRole('list', { name: 'Packets sent' }).getByRole('listitem')).toContainText(
		/curl -L http:\/\/web\.example\/nowhere.*404 Not Found \(14 bytes\), then 200 OK/
	);
	await hopwise.dock('Steps');
	await hopwise.goToStep(/HTTP answer: 404/);
	await expect(hopwise.sentence).toContainText('has nothing that GET /nowhere could mean, and answers 404 Not Found');
});

test('what is wrong in a folded field unfolds it', async ({ hopwise, page }) => {
	await hopwise.open();
	const form = await openForm(page, 'Ping');
	await form.getByRole('combobox', { name: 'Address or name' }).fill('10.0.0.2');
	await form.getByText('More', { exact: true }).click();
	await form.getByRole('textbox', { name: 'Interval' }).fill('soon');
	await form.getByText('More', { exact: true }).click();
	await form.getByRole('button', { name: 'Send', exact: true }).click();
	const interval = form.getByRole('textbox', { name: 'Interval' });
	await expect(interval).toBeVisible();
	await expect(interval).toHaveAttribute('aria-invalid', 'true');
	await expect(form).toContainText('soon is not a time with a unit');
	await interval.fill('100ms');
	await form.getByRole('button', { name: 'Send', exact: true }).click();
	await expect(form).toBeHidden();
});

test('a host gets an address by DHCP, and a load is counted', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.inspect('host2');
	await hopwise.inspector.getByText('Services', { exact: true }).click();
	for (const service of [
		{
			program: 'DHCP server',
			fields: { Interface: 'eth0', 'First address': '10.0.0.50', 'Last address': '10.0.0.60' }
		},
		{ program: 'Load meter', fields: {} }
	]) {
		await hopwise.inspector.getByRole('button', { name: 'Add a service' }).click();
		const row = hopwise.inspector.getByRole('group', { name: 'new service' });
		await row.getByRole('combobox', { name: 'Program' }).selectOption(service.program);
		for (const [name, text] of Object.entries(service.fields)) await row.getByRole('textbox', { name }).fill(text);
		await row.getByRole('textbox').first().press('Enter');
		await expect(row).toBeHidden();
	}

	const flows = page.getByRole('list', { name: 'Packets sent' }).getByRole('listitem');
	let form = await openForm(page, 'DHCP');
	await form.getByRole('combobox', { name: 'Node' }).selectOption('host1');
	await form.getByRole('button', { name: 'Send', exact: true }).click();
	await hopwise.rest();
	await hopwise.goToStep(/DHCP client BOUND/);
	await expect(hopwise.sentence).toContainText('has 10.0.0.50 at eth0');

	form = await openForm(page, 'Load');
	await form.getByRole('combobox', { name: 'Address or name' }).fill('10.0.0.2');
	await form.getByRole('textbox', { name: 'Datagrams' }).fill('5');
	await form.getByRole('button', { name: 'Send', exact: true }).click();
	await hopwise.dock('Flows');
	await expect(flows.last()).toContainText(/5 sent, 5 received, 0 lost/);
});
