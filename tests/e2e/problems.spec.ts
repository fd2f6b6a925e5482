import { expect, test } from './hopwise.ts';

test('what will lose packets is found before one is sent, and mended by a button', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('Wrong mask');
	await hopwise.dock('Problems');
	const problems = page.getByRole('list', { name: 'Problems' });
	await expect(problems).toContainText('eth0 of host1 has a /16, the others on its wire have 10.0.1.0/24');

	await problems.getByRole('button', { name: 'Give eth0 of host1 10.0.1.10/24' }).click();
	await expect(page.getByText('No problems')).toBeVisible();
	await expect(hopwise.node('host1')).toContainText('10.0.1.10/24');

	await hopwise.dock('Steps');
	await hopwise.sendFirst();
	await expect(hopwise.shownStep).toHaveText(/Program done: .*reply/);

	await page.keyboard.press('Control+z');
	await expect(hopwise.node('host1')).toContainText('10.0.1.10/16');
	await hopwise.dock('Problems');
	await expect(problems).toContainText('has a /16');
});
