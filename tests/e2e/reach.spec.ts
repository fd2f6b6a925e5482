import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './hopwise.ts';

test('who reaches whom is shown, told why not, mended, and sent for real', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('Wrong mask');
	await page.keyboard.press('Alt+r');
	const grid = page.getByRole('grid', { name: 'Who reaches whom' });
	await expect(page.getByText('2 of 6 not reached')).toBeVisible();
	await expect(grid.getByRole('button', { name: 'host1 to host2: reached', exact: true })).toBeVisible();
	await expect(grid.getByRole('button', { name: 'server to host1: arrives, the answer does not' })).toBeVisible();

	// By the arrow keys to the cell that failed.
	await grid.getByRole('button', { name: 'host1 to host1: itself' }).focus();
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	const failed = grid.getByRole('button', { name: 'host1 to server: not reached' });
	await expect(failed).toBeFocused();
	await page.keyboard.press('Enter');
	const detail = page.getByRole('complementary', { name: 'What became of it' });
	await expect(detail).toContainText('nobody answered the ARP requests');
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

	await page.getByRole('checkbox', { name: 'Failures only' }).check();
	await expect(grid.getByRole('rowheader')).toHaveText(['host1', 'server']);
	await page.getByRole('checkbox', { name: 'Failures only' }).uncheck();

	await detail.getByRole('button', { name: 'Give eth0 of host1 10.0.1.10/24' }).click();
	await expect(page.getByText('Everybody is reached')).toBeVisible();
	await expect(detail).toContainText('reached: reply in');
	await page.keyboard.press('Control+z');
	await expect(page.getByText('2 of 6 not reached')).toBeVisible();

	await page.getByRole('combobox', { name: 'Speed' }).selectOption('8');
	await detail.getByRole('button', { name: 'Send it and follow it' }).click();
	await expect(hopwise.inspector.getByRole('region', { name: 'Why not?' })).toBeVisible({ timeout: 45_000 });
	await hopwise.dock('Flows');
	await expect(page.getByRole('list', { name: 'Packets sent' })).toContainText('ping -c 1 10.0.2.20');
});

test('ports that listen are columns, and a way that is only open in one direction is marked', async ({
	hopwise,
	page
}) => {
	await hopwise.open();
	await hopwise.openLab('Home NAT with the internet');
	await page.keyboard.press('Alt+r');
	const grid = page.getByRole('grid', { name: 'Who reaches whom' });
	await expect(
		grid.getByRole('button', { name: 'laptop to internet: reached, but not the other way round' })
	).toBeVisible();
	await expect(grid.getByRole('button', { name: 'phone to internet, http on tcp port 80: reached' })).toBeVisible();
	await page.getByRole('checkbox', { name: 'Routers, too' }).check();
	await expect(grid.getByRole('rowheader')).toHaveText(['laptop', 'phone', 'nat1', 'internet']);
	await expect(grid.getByRole('button', { name: 'nat1 to laptop: reached' })).toBeVisible();
});
