import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './hopwise.ts';

test('everything leaves as a file: lab, trace, captures and pictures', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('Wrong mask');
	await hopwise.sendFirst();
	await page.keyboard.press('Alt+e');
	const dialog = page.getByRole('dialog', { name: 'Export' });
	await expect(dialog.getByRole('combobox', { name: 'Flow' })).toContainText('host1: ping -c 1 10.0.2.20');
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

	const save = async (button: string): Promise<{ name: string; bytes: Buffer }> => {
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			dialog.getByRole('button', { name: button }).click()
		]);
		return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
	};
	const network = await save('Network (SVG)');
	expect(network.name).toBe('wrong-mask.svg');
	expect(network.bytes.toString()).toMatch(/^<svg [\s\S]*>host1<\/text>[\s\S]*<\/svg>\n$/);
	expect((await save('Canvas as seen (PNG)')).bytes.subarray(1, 4).toString()).toBe('PNG');

	const trace = JSON.parse((await save('Trace (JSON)')).bytes.toString()) as { format: string; records: object[] };
	expect(trace.format).toBe('hopwise-trace');
	expect(trace.records.length).toBeGreaterThan(20);
	expect((await save('Trace (text)')).bytes.toString()).toContain('nobody answered the ARP requests');

	expect((await save('Capture (pcapng)')).bytes.toString('latin1')).toContain('host2 eth0');
	await dialog.getByRole('combobox', { name: 'Interface' }).selectOption({ label: 'host1 eth0' });
	const one = await save('Capture (pcapng)');
	expect(one.name).toBe('wrong-mask.host1-eth0.pcapng');
	expect(one.bytes.toString('latin1')).not.toContain('host2 eth0');
	expect((await save('Ladder (SVG)')).bytes.toString()).toContain('ARP');

	const film = await save('Film (WebM)');
	expect(film.name).toBe('wrong-mask.webm');
	// EBML, of which WebM is.
	expect([...film.bytes.subarray(0, 4)]).toEqual([0x1a, 0x45, 0xdf, 0xa3]);
	expect(film.bytes.length).toBeGreaterThan(5000);
});

test('a film can be called off', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('Wrong mask');
	await hopwise.sendFirst();
	await page.getByRole('combobox', { name: 'Speed' }).selectOption('0.25');
	await page.keyboard.press('Alt+e');
	const dialog = page.getByRole('dialog', { name: 'Export' });
	await dialog.getByRole('button', { name: 'Film (WebM)' }).click();
	await expect(dialog.getByRole('progressbar', { name: 'Film' })).toBeVisible();
	await dialog.getByRole('button', { name: 'Cancel' }).click();
	await expect(dialog.getByRole('button', { name: 'Film (WebM)' })).toBeEnabled();
	await expect(dialog.getByRole('progressbar')).toBeHidden();
});
