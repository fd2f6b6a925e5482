import { expect, test } from './hopwise.ts';

test('a packet that fails says why not, and a change that was tried sends it through', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('Wrong mask');
	await hopwise.sendFirst();
	await expect(hopwise.shownStep).toHaveText(/Program failed/);
	const whyNot = page.getByRole('region', { name: 'Why not?' });
	await whyNot.getByRole('button', { name: 'Give eth0 of host1 10.0.1.10/24' }).click();
	await expect(hopwise.shownStep).toHaveText(/Program done: .*reply/, { timeout: 45_000 });
	await expect(hopwise.node('host1')).toContainText('10.0.1.10/24');
	await page.keyboard.press('Control+z');
	await expect(hopwise.node('host1')).toContainText('10.0.1.10/16');
});
