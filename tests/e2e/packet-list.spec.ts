import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type Hopwise } from './hopwise.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function clean(page: Page, screen: string): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
	expect(
		violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
		screen
	).toEqual([]);
}

/** A port forward, run to its end, with the packet list open. */
async function openList(hopwise: Hopwise, page: Page): Promise<Locator> {
	await hopwise.open();
	await hopwise.openLab('Port forward');
	await page.getByRole('button', { name: 'Send the first packet' }).click();
	await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
	await page.keyboard.press('End');
	await expect(hopwise.play).toBeVisible();
	await hopwise.dock('Packets');
	const list = page.getByRole('grid', { name: 'Packets' });
	await expect(list).toBeVisible();
	return list;
}

/** Types a filter and closes its completions. */
async function passOnly(page: Page, text: string): Promise<void> {
	await filter(page).fill(text);
	await expect(page.getByRole('listbox', { name: 'Completions' }).getByRole('option').first()).toBeVisible();
	await filter(page).press('Escape');
}

const filter = (page: Page) => page.getByRole('combobox', { name: 'Display filter' });
const count = (page: Page) => page.getByRole('status', { name: 'Packets shown' });

test('every packet is listed as Wireshark would, and choosing one goes to its moment everywhere', async ({
	hopwise,
	page
}) => {
	const list = await openList(hopwise, page);
	await list.focus();
	await page.keyboard.press('Home');
	const first = list.getByRole('row', { name: /Who has 203\.0\.113\.2\? Tell 203\.0\.113\.10/ });
	await expect(first).toHaveAttribute('aria-selected', 'true');
	await expect(first).toContainText(/1[^]*client eth0[^]*ff:ff:ff:ff:ff:ff[^]*ARP[^]*42/);
	await expect(hopwise.sentence).toContainText('ARP who has 203.0.113.2?');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await expect(list.getByRole('row', { selected: true })).toContainText(
		'51161 → 8080 [SYN] Seq=0 Win=64240 Len=0 MSS=1460'
	);
	await expect(hopwise.sentence).toContainText('TCP SYN 51161 → 8080');
	await hopwise.dock('Steps');
	await expect(hopwise.shownStep).toContainText('TCP SYN 51161 → 8080');
	await hopwise.dock('Packets');
	await clean(page, 'packets');
});

test('a filter in the language of Wireshark is completed, is told its mistakes, and passes what it should', async ({
	hopwise,
	page
}) => {
	const list = await openList(hopwise, page);
	const field = filter(page);
	await field.fill('http.req');
	const completions = page.getByRole('listbox', { name: 'Completions' });
	await expect(completions.getByRole('option').first()).toContainText('http.request');
	await clean(page, 'completions');
	await field.press('ArrowDown');
	await field.press('Enter');
	await expect(field).toHaveValue('http.request');
	await expect(list.getByRole('row', { name: /GET \/ HTTP\/1\.1/ })).toHaveCount(3);
	await expect(count(page)).toHaveText(/^3 of \d+$/);

	await field.fill('ip.adr == 10.0.0.1');
	const alert = page.getByRole('alert');
	await expect(alert).toContainText('ip.adr is neither a field nor a protocol; ip.addr is one');
	await expect(alert.locator('mark')).toHaveText('ip.adr');
	await expect(field).toHaveAttribute('aria-invalid', 'true');
	// The list stays as it was.
	await expect(count(page)).toHaveText(/^3 of \d+$/);
	await clean(page, 'a wrong filter');

	await field.fill('arp && tcp');
	await field.press('Enter');
	await page.getByRole('button', { name: 'Show all' }).click();
	await expect(field).toHaveValue('');
	await expect(count(page)).toHaveText(/^\d+$/);
});

test('the packets of one node are those that it sends and that reach it', async ({ hopwise, page }) => {
	const list = await openList(hopwise, page);
	const all = Number(await count(page).textContent());
	await hopwise.select('web');
	await page.getByRole('combobox', { name: 'Whose packets' }).selectOption('All of web');
	await expect(page.getByText('What web sends and what reaches it, as "tcpdump -i any" there shows it.')).toBeVisible();
	await expect(async () => expect(Number(await count(page).textContent())).toBeLessThan(all)).toPass();
	await expect(list.getByRole('row').nth(1)).toContainText('web eth0');
	await page.getByRole('combobox', { name: 'Whose packets' }).selectOption('web eth0');
	await expect(page.getByText('"tcpdump -i eth0"')).toBeVisible();
});

test('a stream is read as both sides spoke it, as text and as bytes', async ({ hopwise, page }) => {
	const list = await openList(hopwise, page);
	await passOnly(page, 'http.response');
	await list
		.getByRole('row', { name: /200 OK/ })
		.first()
		.click();
	await page.getByRole('button', { name: 'Follow stream' }).click();
	const dialog = page.getByRole('dialog', { name: /TCP stream/ });
	const said = dialog.getByRole('list', { name: 'What was said' }).getByRole('listitem');
	await expect(said.nth(0)).toContainText('GET / HTTP/1.1');
	await expect(said.nth(1)).toContainText('HTTP/1.1 200 OK');
	await clean(page, 'a stream');
	await dialog.getByRole('radio', { name: 'Hex' }).check();
	await expect(said.nth(0)).toContainText('00000000  47 45 54 20 2f');
	await said.nth(0).getByRole('button').click();
	await expect(dialog).toBeHidden();
	await expect(hopwise.sentence).toContainText('HTTP GET /');
});

test('fields and bytes light each other, and what the last node changed is marked', async ({ hopwise, page }) => {
	const list = await openList(hopwise, page);
	await filter(page).fill('ip.dst == 192.168.1.20 && tcp.flags.syn == 1');
	await filter(page).press('Enter');
	await list
		.getByRole('row', { name: /\[SYN\]/ })
		.first()
		.click();
	const side = hopwise.inspector;
	await side.getByText('IPv4', { exact: true }).last().click();
	const ttl = side.getByRole('button', { name: /^Time to live/ });
	await expect(ttl).toContainText(/was\s*64.*now.*63/);
	await ttl.focus();
	const bytes = side.getByRole('region', { name: 'Bytes of the frame' });
	await expect(bytes.locator('.hex .inside')).toHaveText(['3f']);
	await bytes.locator('.hex [data-at="30"]').hover();
	await expect(side.getByRole('button', { name: /^Destination was/ }).last()).toHaveClass(/lit/);
	await bytes.focus();
	await bytes.press('ArrowRight');
	await expect(side.getByText(/^Byte 0: Ethernet, Destination/)).toBeAttached();
	await expect(bytes.locator('.hex .inside')).toHaveCount(6);
	await expect(side.getByRole('button', { name: /^Don't fragment/ })).toContainText('.1..');
	await clean(page, 'details');
});

test('what each layer of a node did with a packet is told, in and out', async ({ hopwise, page }) => {
	const list = await openList(hopwise, page);
	await filter(page).fill('tcp.dstport == 8080 && tcp.flags.syn == 1');
	await filter(page).press('Enter');
	await list
		.getByRole('row', { name: /\[SYN\]/ })
		.first()
		.click();
	const layers = hopwise.inspector.getByRole('table').filter({ hasText: 'Transport' });
	await expect(hopwise.inspector.getByText('What each layer of nat1 did with it')).toBeVisible();
	const network = layers.getByRole('row', { name: /^Network/ });
	await expect(network.getByRole('cell').nth(0)).not.toHaveText('–');
	await expect(network.getByRole('cell').nth(1)).not.toHaveText('–');
	await network.getByRole('cell').nth(0).getByRole('button').first().click();
	await expect(hopwise.sentence).toContainText('nat1');
});

test('a storm of thousands of packets scrolls, and a filter over it keeps the page alive', async ({
	hopwise,
	page
}) => {
	await hopwise.open();
	await hopwise.openLab('A bridge loop');
	await page.getByRole('button', { name: 'Send the first packet' }).click();
	const banner = page.getByRole('alert').filter({ hasText: 'Broadcast storm' });
	await banner.getByRole('button', { name: 'Let it go on' }).click();
	await expect(banner).toBeHidden();
	await hopwise.dock('Packets');
	const list = page.getByRole('grid', { name: 'Packets' });
	await expect(async () => expect(parseInt((await count(page).textContent())!)).toBeGreaterThan(5000)).toPass();
	expect(await list.getByRole('row').count()).toBeLessThan(80);
	await filter(page).fill('arp.opcode == 1 && frame.number > 4000');
	await expect(count(page)).toHaveText(/of \d{4,}$/);
	await expect(list.getByRole('row').nth(1)).toContainText('Who has');
});
