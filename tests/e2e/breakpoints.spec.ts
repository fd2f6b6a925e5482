import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, Hopwise, test } from './hopwise.ts';

const clock = (hopwise: Hopwise) => hopwise.page.locator('.clock');
const stopped = (hopwise: Hopwise) => hopwise.page.getByRole('status', { name: 'Stopped' });
const list = (hopwise: Hopwise) => hopwise.page.getByRole('list', { name: 'Breakpoints' });

async function toStart(hopwise: Hopwise): Promise<void> {
	await hopwise.page.getByRole('button', { name: 'To the start' }).click();
	await expect(clock(hopwise)).toContainText('0 /');
}

async function saved(page: Page): Promise<void> {
	await expect(page.getByRole('status', { name: 'Autosave' })).toHaveText(/Saved/);
}

test('Play stops where a filter fits a frame; the breakpoint is there again after a reload', async ({
	hopwise,
	page
}) => {
	await hopwise.open();
	await hopwise.sendFirst();
	await page.keyboard.press('Shift+R');
	const field = page.getByRole('combobox', { name: 'Filter' });
	await expect(field).toBeFocused();
	await field.fill('icmp.typ');
	await expect(page.getByRole('listbox', { name: 'Completions' }).getByRole('option').first()).toContainText(
		'icmp.type'
	);
	await field.press('ArrowDown');
	await field.press('Enter');
	await expect(field).toHaveValue('icmp.type');
	await field.fill('icmp.tipe == 0');
	await field.press('Escape');
	await expect(page.getByRole('alert')).toContainText('icmp.tipe is neither a field nor a protocol; icmp.type is one');
	await expect(page.getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
	await field.fill('icmp.type == 0');
	await field.press('Escape');
	await expect(page.getByRole('alert')).toHaveCount(0);
	await field.press('Enter');
	await expect(list(hopwise)).toContainText('a frame fits icmp.type == 0');

	await toStart(hopwise);
	await hopwise.play.click();
	await expect(stopped(hopwise)).toContainText('Stopped at a breakpoint: a frame fits icmp.type == 0.');
	await expect(hopwise.sentence).toContainText('reply');

	await saved(page);
	await page.reload();
	await hopwise.dock('Breakpoints');
	await expect(list(hopwise)).toContainText('a frame fits icmp.type == 0');
	await toStart(hopwise);
	await hopwise.play.click();
	await expect(stopped(hopwise)).toContainText('a frame fits icmp.type == 0.');

	// Once, without a breakpoint.
	await toStart(hopwise);
	await page.keyboard.press('Shift+R');
	await field.fill('arp.opcode == 2');
	await field.press('Escape');
	await page.getByRole('button', { name: 'Run until then' }).click();
	await expect(stopped(hopwise)).toHaveText(/Stopped: a frame fits arp\.opcode == 2\./);
	await expect(list(hopwise).getByRole('listitem')).toHaveCount(1);
});

test('Play stops at a rule, at a link and at a node', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('Home NAT with the internet');
	await hopwise.sendFirst();
	await hopwise.dock('Breakpoints');
	const kind = page.getByRole('combobox', { name: 'Stop when' });
	const stops = async (words: RegExp, shown: RegExp) => {
		await page.getByRole('button', { name: 'Add', exact: true }).click();
		await expect(list(hopwise).getByRole('listitem')).toHaveText([words]);
		await toStart(hopwise);
		await hopwise.play.click();
		await expect(stopped(hopwise)).toContainText(words);
		await expect(hopwise.sentence).toContainText(shown);
		await list(hopwise)
			.getByRole('button', { name: /^Remove/ })
			.click();
		await expect(list(hopwise)).toHaveCount(0);
	};
	await kind.selectOption('a rule of iptables decides');
	await page.getByRole('combobox', { name: 'Node', exact: true }).selectOption('nat1');
	const rule = page.getByRole('combobox', { name: 'Rule', exact: true });
	const masquerade = rule.getByRole('option', { name: /MASQUERADE/ });
	await rule.selectOption((await masquerade.first().getAttribute('value'))!);
	await stops(/rule 1 of nat POSTROUTING decides at nat1/, /MASQUERADE/i);
	await kind.selectOption('a frame is sent on a link');
	await page.getByRole('combobox', { name: 'Link', exact: true }).selectOption({ index: 1 });
	await stops(/a frame is sent on /, /./);
	await kind.selectOption('a frame comes to a node');
	await page.getByRole('combobox', { name: 'Node', exact: true }).selectOption('nat1');
	await stops(/a frame comes to nat1/, /nat1/);
});

/** All that this page has recorded, byte for byte and sentence by sentence. */
async function recorded(hopwise: Hopwise): Promise<{ trace: string; capture: Buffer }> {
	const { page } = hopwise;
	await page.keyboard.press('Alt+e');
	const dialog = page.getByRole('dialog', { name: 'Export' });
	const save = async (button: string) => {
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			dialog.getByRole('button', { name: button }).click()
		]);
		return readFile(await download.path());
	};
	const trace = await save('Trace (JSON)');
	const capture = await save('Capture (pcapng)');
	await page.keyboard.press('Escape');
	await expect(dialog).toBeHidden();
	return { trace: trace.toString(), capture };
}

test('a session with branches and breakpoints is the same to the last byte in another browser', async ({
	hopwise,
	page,
	browser,
	baseURL
}) => {
	await hopwise.open();
	await hopwise.sendFirst();
	const first = await recorded(hopwise);
	await hopwise.select('host2');
	await page.keyboard.press('b');
	await toStart(hopwise);
	await page.keyboard.press('u');
	await expect(stopped(hopwise)).toContainText('a packet is delivered');
	await page.keyboard.press('Shift+Space');
	await expect(page.getByRole('region', { name: 'Messages' })).toContainText('kept as a branch');
	await expect(stopped(hopwise)).toContainText('Stopped at a breakpoint');
	await page.keyboard.press('Shift+R');
	await page.getByRole('combobox', { name: 'Filter' }).fill('arp');
	await page.keyboard.press('Escape');
	await page.keyboard.press('Enter');
	await expect(list(hopwise).getByRole('listitem')).toHaveCount(2);
	await list(hopwise).getByRole('checkbox').nth(1).uncheck();
	await page.keyboard.press('End');
	const second = await recorded(hopwise);
	expect(second.capture.equals(first.capture)).toBe(false);
	const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+Shift+s')]);

	const context = await browser.newContext({ baseURL, reducedMotion: 'reduce' });
	const other = new Hopwise(await context.newPage());
	await other.open();
	const [chooser] = await Promise.all([other.page.waitForEvent('filechooser'), other.page.keyboard.press('Control+o')]);
	await chooser.setFiles({
		name: 'same.session.json',
		mimeType: 'application/json',
		buffer: await readFile(await download.path())
	});
	await other.dock('Breakpoints');
	await expect(list(other).getByRole('listitem')).toHaveText([/a frame comes to host2/, /a frame fits arp/]);
	await expect(list(other).getByRole('checkbox').nth(0)).toBeChecked();
	await expect(list(other).getByRole('checkbox').nth(1)).not.toBeChecked();
	await expect(clock(other)).toHaveText(await clock(hopwise).innerText(), { useInnerText: true });
	expect(await recorded(other)).toEqual(second);
	await other.dock('Branches');
	await other.page.getByRole('button', { name: 'Return to First run' }).click();
	await expect(clock(other)).not.toHaveText(await clock(hopwise).innerText(), { useInnerText: true });
	expect(await recorded(other)).toEqual(first);
	await context.close();
});
