import { expect, test } from './hopwise.ts';

test('two hosts are dragged onto an empty lab, linked, and ping each other', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.newLab();
	const left = await hopwise.point(0.3, 0.5);
	const right = await hopwise.point(0.7, 0.5);
	await hopwise.drag('Host', left);
	await hopwise.drag('Host', right);
	await expect(hopwise.node('host1')).toBeAttached();
	await expect(hopwise.node('host2')).toBeAttached();

	await page.keyboard.press('Escape');
	await page.keyboard.press('c');
	await hopwise.pull(left, right);
	await page.keyboard.press('v');
	await expect(page.getByRole('listbox', { name: 'Links' }).getByRole('option')).toHaveCount(1);
	await expect(hopwise.node('host1')).toContainText('10.0.0.');

	await page.keyboard.press('Escape');
	await page.keyboard.press('s');
	await expect(page.getByRole('group', { name: 'Send a packet' })).toContainText('Click the node that sends');
	await page.mouse.click(left.x, left.y);
	await expect(page.getByRole('group', { name: 'Send a packet' })).toContainText('Click the node that it goes to');
	await page.mouse.click(right.x, right.y);
	await expect(hopwise.shownStep).toHaveText(/Program done: .*reply/);
	await hopwise.dock('Flows');
	await expect(page.getByRole('list', { name: 'Packets sent' }).getByRole('listitem')).toContainText(
		/ping.*10\.0\.0\.\d.*reply/
	);
});

test('nodes are placed by a click too, inside others as well, duplicated, copied and deleted', async ({
	hopwise,
	page
}) => {
	await hopwise.open();
	await hopwise.newLab();
	const palette = page.getByRole('navigation', { name: 'Palette' });
	await palette.getByRole('button', { name: 'Host', exact: true }).click();
	const place = await hopwise.point(0.4, 0.4);
	await page.mouse.click(place.x, place.y);
	await expect(hopwise.node('host1')).toBeAttached();

	// What was placed is selected, and a namespace goes into the selected host.
	await expect(hopwise.node('host1')).toHaveAttribute('aria-selected', 'true');
	await palette.getByRole('button', { name: 'Namespace', exact: true }).focus();
	await page.keyboard.press('Enter');
	await expect(hopwise.node('ns1')).toBeAttached();
	await expect(hopwise.node('ns1')).toContainText('host1');

	await hopwise.select('host1');
	await page.keyboard.press('Control+d');
	await expect(hopwise.node('host2')).toBeAttached();
	await page.keyboard.press('Control+c');
	await page.keyboard.press('Control+v');
	await expect(hopwise.node('host3')).toBeAttached();
	await page.keyboard.press('Control+a');
	await page.keyboard.press('Delete');
	await expect(hopwise.nodes).toHaveCount(0);
});

test('a bridge does not go onto the bare canvas, and the page says where it goes', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.newLab();
	await hopwise.drag('Bridge', await hopwise.point(0.5, 0.2));
	await expect(hopwise.nodes).toHaveCount(0);
	await expect(page.getByRole('region', { name: 'Messages' })).toContainText('goes inside');
});
