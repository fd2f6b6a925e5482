import { readFile } from 'node:fs/promises';
import { expect, Hopwise, test } from './hopwise.ts';

test('a closed tab loses nothing: the lab and what was sent come back', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.inspect('host1');
	await hopwise.inspector.getByRole('textbox', { name: 'Name' }).first().fill('laptop');
	await page.keyboard.press('Enter');
	await hopwise.sendFirst();
	await expect(page.getByRole('status', { name: 'Autosave' })).toHaveText(/Saved/);
	await page.reload();
	await expect(hopwise.node('laptop')).toBeAttached();
	await hopwise.dock('Flows');
	await expect(page.getByRole('list', { name: 'Packets sent' }).getByRole('listitem')).toHaveCount(1);
	await page.getByRole('button', { name: 'To the end' }).click();
	await hopwise.dock('Steps');
	await expect(hopwise.shownStep).toHaveText(/Neighbour is STALE.*was REACHABLE/);
});

test('two tabs do not write over each other', async ({ hopwise, page, context }) => {
	await hopwise.open();
	await hopwise.inspect('host1');
	await hopwise.inspector.getByRole('textbox', { name: 'Name' }).first().fill('first-tab');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('status', { name: 'Autosave' })).toHaveText(/Saved/);

	const other = new Hopwise(await context.newPage());
	await other.open();
	await expect(other.page.getByRole('region', { name: 'Messages' })).toContainText('another tab');
	await other.inspect('host2');
	await other.inspector.getByRole('textbox', { name: 'Name' }).first().fill('second-tab');
	await other.page.keyboard.press('Enter');
	await expect(other.page.getByRole('status', { name: 'Autosave' })).toHaveText(/Saved/);

	await page.reload();
	await expect(hopwise.node('first-tab')).toBeAttached();
	await expect(hopwise.node('second-tab')).toHaveCount(0);
	await other.page.reload();
	await expect(other.node('second-tab')).toBeAttached();
});

test('a lab is saved as a file and opened again', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('Two hosts on a wire');
	const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+s')]);
	expect(download.suggestedFilename()).toBe('two-hosts-on-a-wire.json');
	const path = await download.path();
	expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
		format: 'hopwise-lab',
		title: 'Two hosts on a wire'
	});

	await hopwise.newLab();
	const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]);
	await chooser.setFiles({ name: 'lab.json', mimeType: 'application/json', buffer: await readFile(path) });
	await expect(hopwise.nodes).toHaveCount(2);
	await expect(page.getByRole('textbox', { name: 'Title of the lab' })).toHaveValue('Two hosts on a wire');
});

test('a file that is no lab is refused with the place that is wrong', async ({ hopwise, page }) => {
	await hopwise.open();
	const lab = {
		format: 'hopwise-lab',
		version: 1,
		nodes: [{ id: 'a', kind: 'hots', name: 'a', position: { x: 0, y: 0 } }]
	};
	const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]);
	await chooser.setFiles({
		name: 'wrong.json',
		mimeType: 'application/json',
		buffer: Buffer.from(JSON.stringify(lab))
	});
	await expect(page.getByRole('alert')).toContainText('wrong.json was not opened');
	await expect(page.getByRole('alert')).toContainText('nodes[0].kind');
	await expect(hopwise.node('host1')).toBeAttached();
});

test('a lab is exported as a bash script of ip netns commands', async ({ hopwise, page }) => {
	await hopwise.open();
	const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+Shift+e')]);
	expect(download.suggestedFilename()).toBe('hosts-on-a-bridge.sh');
	expect(await readFile(await download.path(), 'utf8')).toContain('ip netns add');
});
